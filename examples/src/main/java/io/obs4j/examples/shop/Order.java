package io.obs4j.examples.shop;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/**
 * An order, such as {@code {"user":"u17","item":"lamp","quantity":2,"amount":39.9}}.
 *
 * @param user who orders
 * @param item what
 * @param quantity how many, from 1 to 100
 * @param amount what it costs in all, in euros, above 0 and up to 100,000
 */
record Order(String user, String item, int quantity, double amount) {

  private static final int LONGEST_NAME = 64;
  private static final int MOST_ITEMS = 100;
  private static final double HIGHEST_AMOUNT = 100_000;
  private static final int MOST_IN_A_SMALL_PARCEL = 2;

  /** What an order is sent in. */
  enum Parcel {
    SMALL,
    LARGE
  }

  Order {
    check(isName(user), "user must have 1 to " + LONGEST_NAME + " characters");
    check(isName(item), "item must have 1 to " + LONGEST_NAME + " characters");
    check(quantity >= 1 && quantity <= MOST_ITEMS, "quantity must be from 1 to " + MOST_ITEMS);
    check(amount > 0 && amount <= HIGHEST_AMOUNT, "amount must be above 0, up to 100000");
  }

  /**
   * Reads an order. Fields that it does not know are skipped.
   *
   * @throws IllegalArgumentException if this is no order; the message says why
   */
  static Order parse(byte[] json) {
    try (JsonParser parser = Json.FACTORY.createParser(json)) {
      check(parser.nextToken() == JsonToken.START_OBJECT, "an order is a JSON object");
      Order order = fields(parser);
      check(parser.nextToken() == null, "nothing may follow the order");
      return order;
    } catch (IOException e) {
      throw new IllegalArgumentException("the body is not JSON, or not of the right types", e);
    }
  }

  private static Order fields(JsonParser parser) throws IOException {
    String user = "";
    String item = "";
    int quantity = 0;
    double amount = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String field = parser.currentName();
      parser.nextToken();
      switch (field) {
        case "user" -> user = text(parser);
        case "item" -> item = text(parser);
        case "quantity" -> quantity = parser.getIntValue();
        case "amount" -> amount = parser.getDoubleValue();
        default -> parser.skipChildren();
      }
    }
    return new Order(user, item, quantity, amount);
  }

  private static String text(JsonParser parser) throws IOException {
    check(parser.currentToken() == JsonToken.VALUE_STRING, "user and item are texts");
    return parser.getText();
  }

  /** What it is sent in, by how much there is of it. */
  public Parcel parcel() {
    return quantity <= MOST_IN_A_SMALL_PARCEL ? Parcel.SMALL : Parcel.LARGE;
  }

  String json() {
    return "{\"user\":"
        + Json.quote(user)
        + ",\"item\":"
        + Json.quote(item)
        + ",\"quantity\":"
        + quantity
        + ",\"amount\":"
        + amount
        + '}';
  }

  private static boolean isName(String text) {
    return !text.isBlank() && text.length() <= LONGEST_NAME;
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
