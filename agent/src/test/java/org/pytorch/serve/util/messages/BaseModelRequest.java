package org.pytorch.serve.util.messages;

/** A stand-in of TorchServe's class: what a worker is told to do; such as to load its model. */
public class BaseModelRequest {}
