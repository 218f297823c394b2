package io.obs4j.export.otlp;

import io.obs4j.core.InstrumentationScope;
import io.obs4j.core.Resource;

/** What precedes the records of a request, as fragments. */
final class Headers {

  private Headers() {}

  /** The fields of the resource, but for its scopes. */
  static byte[] resource(MessageWriter like, Resource resource) {
    MessageWriter writer = like.another();
    schemaUrl(writer, resource.schemaUrl());
    int mark = writer.begin(Otlp.Envelope.RESOURCE);
    attributes(writer).write(Otlp.Resource.ATTRIBUTES, resource.attributes());
    writer.end(Otlp.Envelope.RESOURCE, mark);
    return writer.toByteArray();
  }

  /** The fields of a scope, but for what it recorded. */
  static byte[] scope(MessageWriter like, InstrumentationScope scope) {
    MessageWriter writer = like.another();
    schemaUrl(writer, scope.schemaUrl());
    int mark = writer.begin(Otlp.Envelope.SCOPE);
    attributes(writer).write(Otlp.Scope.ATTRIBUTES, scope.attributes());
    if (!scope.version().isEmpty()) {
      writer.string(Otlp.Scope.VERSION, scope.version());
    }
    if (!scope.name().isEmpty()) {
      writer.string(Otlp.Scope.NAME, scope.name());
    }
    writer.end(Otlp.Envelope.SCOPE, mark);
    return writer.toByteArray();
  }

  private static AttributeWriter attributes(MessageWriter writer) {
    return new AttributeWriter(writer, new KeyFragments(writer));
  }

  private static void schemaUrl(MessageWriter writer, String url) {
    if (!url.isEmpty()) {
      writer.string(Otlp.Envelope.SCHEMA_URL, url);
    }
  }
}
