package io.joulebook.agent.instrument;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

class GrpcHookContractTest extends HookContract {
  @Override
  Hook hook() {
    return new GrpcHook();
  }

  @Override
  Set<String> advice() {
    return Stream.of("UnaryServerCallHandler$Unary", "StreamingServerCallHandler$Streaming")
        .flatMap(
            kind ->
                Stream.of("onMessage", "onHalfClose").map(m -> kind + "ServerCallListener." + m))
        .flatMap(method -> Stream.of(": enterInnerRequest", ": exitRequest").map(method::concat))
        .map(call -> "ServerCalls$" + call)
        .collect(Collectors.toSet());
  }
}
