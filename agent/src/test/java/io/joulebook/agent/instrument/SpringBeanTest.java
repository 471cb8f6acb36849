package io.joulebook.agent.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** With real Spring. */
class SpringBeanTest {
  /** Loads a model where it is made, and again when it has been. */
  static final class Loader implements InitializingBean {
    final Optional<String> atFirst = SpringBean.beingMade();
    Optional<String> later = Optional.empty();
    Optional<String> inner = Optional.empty();

    @Override
    public void afterPropertiesSet() {
      later = SpringBean.beingMade();
    }
  }

  /** Is made by its constructor, while another bean's method asks for it. */
  @Lazy
  static final class Component {
    final Optional<String> made = SpringBean.beingMade();
  }

  @Configuration
  static class Beans {
    @Bean
    Loader reranker() {
      return new Loader();
    }

    @Bean("minilm")
    Loader embedding() {
      return new Loader();
    }

    @Bean
    Loader outer(ObjectProvider<Component> component) {
      Loader outer = new Loader();
      outer.inner = component.getObject().made;
      return outer;
    }
  }

  @Test
  void aBeanIsToldWhileItsMethodMakesIt() {
    assertThat(SpringBean.beingMade()).isEmpty();
    try (AnnotationConfigApplicationContext spring =
        new AnnotationConfigApplicationContext(Beans.class, Component.class)) {
      assertThat(spring.getBean("reranker", Loader.class).atFirst).contains("reranker");
      assertThat(spring.getBean("minilm", Loader.class).atFirst).contains("minilm");
    }
    assertThat(SpringBean.beingMade()).isEmpty();
  }

  @Test
  void anotherBeansNameIsNotTaken() {
    try (AnnotationConfigApplicationContext spring =
        new AnnotationConfigApplicationContext(Beans.class, Component.class)) {
      Loader outer = spring.getBean("outer", Loader.class);

      assertThat(outer.atFirst).contains("outer");
      assertThat(outer.inner).isEmpty();
      assertThat(outer.later).isEmpty();
    }
  }
}
