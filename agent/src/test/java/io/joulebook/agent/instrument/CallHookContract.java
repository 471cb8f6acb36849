package io.joulebook.agent.instrument;

/** What every hook into an inference library promises. */
abstract class CallHookContract extends HookContract implements CallHookPromises {
  @Override
  public abstract CallHook hook();
}
