package io.joulebook.collector.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MarkdownTest {
  @Test
  void whatOurPagesUseBecomesHtml() {
    assertThat(
            Markdown.toHtml(
                """
                # Joulebook <Agent>
                One **strong** `a < b` line
                and [a link](#here), [a file](x.md).

                | a | b |
                | --- | --- |
                | 1 | `2` |

                - one
                - two
                  goes on

                ```promql
                a > b
                ```
                """))
        .isEqualTo(
            """
            <h1 id="joulebook-agent">Joulebook &lt;Agent&gt;</h1>
            <p>
            One <strong>strong</strong> <code>a &lt; b</code> line
            and <a href="#here">a link</a>, a file.
            </p>
            <table>
            <tr><th>a</th><th>b</th></tr>
            <tr><td>1</td><td><code>2</code></td></tr>
            </table>
            <ul>
            <li>one
            <li>two
            goes on
            </ul>
            <pre>
            a &gt; b
            </pre>
            """);
  }

  @Test
  void theRunbooksHaveAnAnchorForAnAlert() {
    String page = StandardCharsets.UTF_8.decode(Runbooks.page().body()).toString();

    assertThat(page)
        .contains("<h3 id=\"joulebookbudgetburn\">JoulebookBudgetBurn</h3>")
        .doesNotContain("**", "```");
  }
}
