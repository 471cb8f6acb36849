"""A language model without weights, for DJL's Python engine with rolling batch: each step makes one
token for each request in flight, as continuous batching does."""

import json
import os
import time

from djl_python import Input, Output

TOKENS = int(os.environ.get("TOKENS", "16"))
STEP_SECONDS = float(os.environ.get("STEP_SECONDS", "0.05"))

# Whether the last piece tells what DJL's formats tell with details=true.
DETAILS = "DETAILS" in os.environ

in_flight = []


def handle(inputs: Input):
    if inputs.is_empty():
        return None
    in_flight.extend([0] * (inputs.get_batch_size() - len(in_flight)))
    time.sleep(STEP_SECONDS)
    outputs = Output()
    for i in range(len(in_flight)):
        in_flight[i] += 1
        last = in_flight[i] == TOKENS
        details = {"finish_reason": "length", "generated_tokens": TOKENS, "input_length": 4}
        data = json.dumps({"details": details}) if DETAILS and last else f"{in_flight[i]} "
        token = {"data": data, "last": last}
        outputs.add(Output.binary_encode(token), key="data", batch_index=i)
    in_flight[:] = [made for made in in_flight if made < TOKENS]
    return outputs
