package io.obs4j.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be woven fails the build, and says where and what to do. */
@Timeout(60)
class RefusalTest {

  private static final String IMPORTS =
      "package shop; import io.obs4j.annotation.*; import java.util.concurrent.*;\n";

  private static void weave(String... bodies) throws Exception {
    Map<String, String> sources = new HashMap<>();
    for (int i = 0; i < bodies.length; i++) {
      String name = "Orders" + (i == 0 ? "" : i);
      sources.put("shop." + name, IMPORTS + bodies[i].replace("TYPE", name));
    }
    Loom.weave(Sources.compile(17, sources));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          abstract class TYPE { @Timed abstract void a(); }                    | shop/Orders.java: Orders.a() is abstract; annotate the methods that implement it
          class TYPE { @Timed native void a(int x); }                          | Orders.a(int) is native; annotate a method that calls it
          class TYPE { @Timed @Label("x") void a() {} }                        | has the label x of its result, but returns nothing
          class TYPE { @Timed void a(@Label("x") Object o) {} }                | has the label x of a java.lang.Object, which is no value of a label; name an accessor
          class TYPE { @Timed void a(@Label(value="x", accessor="y") String s) {} } | has the label x with the accessor y, but java.lang.String has no such public method
          class TYPE { @Timed @Label(value="x", accessor="y") Future<?> a() { return null; } } | but java.lang.Object has no such public method
          class TYPE { @Timed @Label("x") Flow.Publisher<String> a() { return null; } } | has the label x of a java.util.concurrent.Flow$Publisher
          class TYPE { void a(@Label("x") String s) {} }                       | has a label or an attribute, but nothing that observes it
          class TYPE { @Timed @Label("x") int a(@Label("x") int s) { return 1; } } | label x of operation Orders.a is there already; choose another name
          class TYPE { @Timed void a(@Label("error.type") int s) {} }          | label error.type of operation Orders.a is there already
          class TYPE { @Timed(labels = "tier") void a() {} }                   | has labels [tier], but they must be names and values by turns
          class TYPE { @Timed(labels = {"a", "b", "a", "c"}) void a() {} }     | in which a is there twice
          class TYPE { @Timed(labels = {"x", "b"}) void a(@Label("x") int x) {} } | label x of operation Orders.a is there already
          class TYPE { @Timed void a(@Label("a") int a, @Label("b") int b, @Label("c") int c, @Label("d") int d, @Label("e") int e) {} } | label e of operation Orders.a is one too many
          class TYPE { @Timed(" ") void a() {} }                               | must have 1 to 240 characters
          class TYPE { @Timed void a() {} @Timed void a(@Label("x") int x) {} } | makes Orders.a.duration a timer with the labels [x], but Orders.a makes it a timer with the labels []
          @Observed class TYPE { public native void a(); }                     | Orders.a() is native
          """)
  void weave_ofWhatCannotBe_fails(String source, String message) {
    assertThatThrownBy(() -> weave(source.strip()))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining("shop/Orders.java")
        .hasMessageContaining(message.strip());
  }

  @Test
  void weave_whereWhatItNeedsIsAbsent_fails() throws Exception {
    Map<String, byte[]> files = Loom.classFiles(FromWithSpan.class);

    assertThatThrownBy(() -> Loom.weaveWithout("io.obs4j.operation.", files))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining("FromWithSpan.java: FromWithSpan")
        .hasMessageContaining("add the dependency io.obs4j:obs-core");
  }

  @Test
  void weave_ofSeveralFaults_tellsAll() {
    assertThatThrownBy(
            () ->
                weave(
                    """
                    class TYPE {
                      @Timed(labels = "a")
                      void first() {
                        hashCode();
                      }
                      @Timed native void second();
                    }
                    """))
        .rootCause()
        .hasMessage(
            """
            cannot be woven:
              shop/Orders.java:5: Orders.first() has labels [a], but they must be names and values by turns
              shop/Orders.java: Orders.second() is native; annotate a method that calls it
            See docs/weaving.md.\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          @Timed Gone a() { return null; }                            | Orders.a()
          @Timed @Label(value="x", accessor="y") Gone a(Gone gone) { return gone; } | Orders.a(Gone)
          """)
  void weave_whereATypeOfAMethodIsAbsent_fails(String body, String method) {
    Map<String, byte[]> files =
        Sources.compile(
            17,
            Map.of(
                "shop.Gone",
                "package shop; class Gone { public String y() { return null; } }",
                "shop.Orders",
                IMPORTS
                    + "@Counted class Orders { public boolean equals(Gone other) {"
                    + " return false; }\n"
                    + body
                    + " }"));
    files.remove("shop.Gone");

    assertThatThrownBy(() -> Loom.weave(files))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining(
            "shop/Orders.java:3: "
                + method.strip()
                + " names a class that is not on the class path; add what has it: ")
        .hasMessageContaining("shop.Gone");
  }

  @Test
  void weave_withAnAccessorOfATypeThatIsNotVisible_fails() {
    Map<String, String> sources =
        Map.of(
            "a.Cart",
            "package a; public class Cart { public String tier() { return null; } }",
            "shop.Orders",
            IMPORTS
                + "class Orders { @Timed void a("
                + "@Label(value=\"tier\", accessor=\"tier\") a.Cart cart) {} }");
    Map<String, byte[]> files = Sources.compile(17, sources);
    files.putAll(
        Sources.compile(
            17, Map.of("a.Cart", sources.get("a.Cart").replace("public class", "class"))));

    assertThatThrownBy(() -> Loom.weave(files))
        .rootCause()
        .hasMessageContaining(
            "shop/Orders.java:2: Orders.a(Cart) has the label tier with the accessor tier of a.Cart,"
                + " which shop.Orders cannot name; make it public");
  }

  /** Statements of 4 bytes each, as many as a method has room for. */
  private static String fill(String statement, int bytesLeft) {
    return statement.repeat((65_535 - bytesLeft) / 4);
  }

  @Test
  void weave_ofAMethodThatGetsTooLarge_fails() {
    assertThatThrownBy(
            () ->
                weave(
                    "class TYPE { static byte x;\n@Timed void a() { "
                        + fill("x = 1;", 10)
                        + " } @Timed void b() {} }"))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageMatching(
            "(?s).*  shop/Orders.java:3: Orders.a\\(\\) gets [0-9]+ bytes long, but a method has"
                + " 65,535; split it, or annotate a method that calls it\n.*");
  }

  @Test
  void weave_ofAFullInitializer_leavesRoomForDeclarations() throws Exception {
    Map<String, byte[]> files =
        Sources.compile(
            17,
            Map.of(
                "shop.Orders",
                IMPORTS
                    + "class Orders { static byte x;\nstatic { "
                    + fill("x = 1;", 20)
                    + " }\n@Timed(labels = {\"tier\", \"gold\"}) void a(@Label(\"x\") int x) {} }"));

    ClassLoader loader = Fixtures.load(Loom.weave(files));

    assertThat(Marks.of(loader.loadClass("shop.Orders"))).containsExactly("a");
  }

  @Test
  void weave_ofAnInitializerThatGetsTooLarge_fails() {
    assertThatThrownBy(
            () ->
                weave(
                    "class TYPE { static byte x;\nstatic { "
                        + fill("x = 1;", 1)
                        + " }\n@Timed void a() {} }"))
        .rootCause()
        .isInstanceOf(WeavingException.class)
        .hasMessageContaining("shop/Orders.java:3: Orders.<clinit>() gets 655")
        .hasMessageContaining("; move constants or annotated methods into another class");
  }

  @Test
  void weave_ofTwoClassesThatContradictEachOther_fails() {
    assertThatThrownBy(
            () ->
                weave(
                    "class TYPE { @Timed(\"order\") void a() {} }",
                    "class TYPE { @Timed(\"order\") void b(@Label(\"x\") int x) {} }"))
        .rootCause()
        .hasMessageContaining("makes order.duration a timer with the labels");
  }

  @Test
  void weave_ofTwoMethodsOfOneNameThatAgree_isFine() {
    assertThatCode(
            () ->
                weave(
                    "class TYPE { @Timed(value=\"order\", labels={\"of\", \"a\"}) void a() {} }",
                    "class TYPE { @Timed(value=\"order\", labels={\"of\", \"b\"}) void b() {} }"))
        .doesNotThrowAnyException();
  }

  @Test
  void weave_ofATypeWithOtherMethods_leavesThemAlone() throws Exception {
    Map<String, byte[]> files =
        Sources.compile(
            17,
            Map.of(
                "shop.Kind",
                IMPORTS
                    + "@Timed public enum Kind { A; public void a() {} void b() {}"
                    + " public String toString() { return \"\"; } }",
                "shop.Item",
                IMPORTS + "@Timed public record Item(String name) { public void a() {} }",
                "shop.Store",
                IMPORTS + "@Timed public interface Store { void a(); default void b() {} }"));

    ClassLoader loader = Fixtures.load(Loom.weave(files));

    assertThat(Marks.of(loader.loadClass("shop.Kind"))).containsExactly("a");
    assertThat(Marks.of(loader.loadClass("shop.Item"))).containsExactly("a");
    assertThat(Marks.of(loader.loadClass("shop.Store"))).containsExactly("b");
  }
}
