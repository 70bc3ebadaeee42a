package org.jxinetd.access.ip;

/** The number behind a slash. */
final class MaskBits {

  private MaskBits() {}

  /**
   * Reads a number of bits; larger ones mean all bits, as in xinetd.
   *
   * @return -1 when the text is not a number
   */
  static int parse(String text, int most) {
    if (text.isEmpty()) {
      return -1;
    }
    int bits = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      bits = Math.min(bits * 10 + c - '0', most);
    }
    return bits;
  }
}
