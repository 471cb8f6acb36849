package io.joulebook.grafana;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The manifests for Kubernetes, and whether they have a field that is not known, by fabric8's Java
 * models of Kubernetes' and the operator's types. Those take any field; here an unknown one is a
 * fault. What may be in the operator's fields, its own definitions say: {@code
 * KubernetesWholeTest}.
 */
final class Manifests {
  static final Path FOLDER = Dashboard.folder().resolve("kubernetes");

  private static final Map<String, Class<?>> KINDS =
      Map.of(
          "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
          "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
          "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
          "apps/v1 Deployment", Deployment.class,
          "v1 Service", Service.class);

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(new NothingElse())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Leaves no room for fields that a model does not name. */
  private static final class NothingElse extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }

  private Manifests() {}

  /** What is wrong with a manifest, if anything. */
  static Optional<String> fault(Yaml manifest) {
    String kind = manifest.text("apiVersion") + " " + manifest.text("kind");
    if (!KINDS.containsKey(kind)) {
      return Optional.of("unknown kind: " + kind);
    }
    try {
      STRICT.convertValue(manifest.map(), KINDS.get(kind));
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** Prometheus' rules as the operator takes them: the groups of the files, comments and all. */
  static String prometheusRule() throws IOException {
    StringBuilder text = new StringBuilder(HEAD);
    for (String file : Rule.FILES) {
      String shipped = Files.readString(Rule.folder().resolve(file));
      String groups = shipped.substring(shipped.indexOf("\ngroups:\n") + "\ngroups:\n".length());
      text.append(groups.lines().map(Manifests::indented).collect(Collectors.joining("\n")));
      text.append(file.equals(Rule.FILES.get(0)) ? "\n\n" : "\n");
    }
    return text.toString();
  }

  private static String indented(String line) {
    return line.isEmpty() ? line : "  " + line;
  }

  private static final String HEAD =
      """
      # For the Prometheus Operator: the rules of ../prometheus/rules, written from them by a test.
      # To renew it: mvn -pl grafana test -Dtest=KubernetesTest -Djoulebook.golden=write
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      metadata:
        name: joulebook
        labels:
          app.kubernetes.io/name: joulebook
      spec:
        groups:
      """;
}
