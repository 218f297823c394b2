package io.obs4j.logging.format;

/**
 * Finds numbers that have a checksum: of all that may follow a beginning, also over groups, the
 * longest whose checksum is right.
 */
enum NumberFinder implements SecretFinder {

  /** ISO/IEC 7812, with the checksum of Luhn. */
  CARD(13, 19) {
    @Override
    boolean begins(CharSequence text, int at) {
      char first = text.charAt(at);
      return first >= '2' && first <= '6' && (at == 0 || !isDigit(text.charAt(at - 1)));
    }

    @Override
    boolean belongs(char c) {
      return isDigit(c);
    }

    @Override
    boolean isGap(char c) {
      return c == ' ' || c == '-';
    }

    @Override
    boolean isRight(char[] number, int length) {
      int sum = 0;
      for (int i = 0; i < length; i++) {
        int digit = number[length - 1 - i] - '0';
        int doubled = digit * (1 + i % 2);
        sum += doubled > 9 ? doubled - 9 : doubled;
      }
      return sum % 10 == 0;
    }
  },

  /** ISO 13616, with the checksum of ISO/IEC 7064. */
  IBAN(15, 34) {
    @Override
    boolean begins(CharSequence text, int at) {
      return at + 4 <= text.length()
          && isCapital(text.charAt(at))
          && isCapital(text.charAt(at + 1))
          && isDigit(text.charAt(at + 2))
          && isDigit(text.charAt(at + 3))
          && (at == 0 || !belongs(text.charAt(at - 1)));
    }

    @Override
    boolean belongs(char c) {
      return isDigit(c) || isCapital(c);
    }

    @Override
    boolean isGap(char c) {
      return c == ' ';
    }

    @Override
    boolean isRight(char[] number, int length) {
      int rest = 0;
      for (int i = 4; i < length + 4; i++) {
        char c = number[i % length];
        rest = isDigit(c) ? rest * 10 + c - '0' : rest * 100 + c - 'A' + 10;
        rest %= 97;
      }
      return rest == 1;
    }
  };

  private final int least;
  private final int most;

  NumberFinder(int least, int most) {
    this.least = least;
    this.most = most;
  }

  abstract boolean begins(CharSequence text, int at);

  abstract boolean belongs(char c);

  abstract boolean isGap(char c);

  abstract boolean isRight(char[] number, int length);

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isCapital(char c) {
    return c >= 'A' && c <= 'Z';
  }

  @Override
  public void find(CharSequence text, Found found) {
    int at = 0;
    while (at < text.length()) {
      int end = begins(text, at) ? end(text, at) : at;
      if (end > at) {
        found.at(at, end);
        at = end;
      } else {
        at++;
      }
    }
  }

  /** Where the number ends that begins here, or where it begins if there is none. */
  private int end(CharSequence text, int start) {
    char[] number = new char[most];
    int length = 0;
    int end = start;
    int at = start;
    while (at < text.length() && length < most && belongs(text.charAt(at))) {
      number[length++] = text.charAt(at++);
      boolean last = at == text.length() || !belongs(text.charAt(at));
      if (last && length >= least && isRight(number, length)) {
        end = at;
      }
      if (last && at + 1 < text.length() && isGap(text.charAt(at))) {
        at++;
      }
    }
    return end;
  }
}
