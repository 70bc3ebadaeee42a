package org.jxinetd.manual;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** The inside of a paragraph as roff text with font changes. */
final class Inline extends AbstractVisitor {

  private final StringBuilder out = new StringBuilder();
  private final boolean literal;

  /**
   * @param literal whether hyphens are meant to be typed
   */
  Inline(boolean literal) {
    this.literal = literal;
  }

  /** The children of a node. */
  static String of(Node parent, boolean literal) {
    Inline inline = new Inline(literal);
    inline.visitChildren(parent);
    return inline.toString();
  }

  /** The nodes from one on up to another, which is not among them; null stands for the end. */
  static String of(Node first, Node end) {
    Inline inline = new Inline(false);
    for (Node node = first; node != null && node != end; node = node.getNext()) {
      node.accept(inline);
    }
    return inline.toString();
  }

  private void font(String font, String text) {
    out.append(font).append(text).append("\\fR");
  }

  @Override
  public void visit(Text text) {
    out.append(Roff.escape(text.getLiteral(), literal));
  }

  @Override
  public void visit(Code code) {
    font("\\fB", Roff.escape(code.getLiteral(), true));
  }

  @Override
  public void visit(StrongEmphasis strong) {
    font("\\fB", of(strong, true));
  }

  @Override
  public void visit(Emphasis emphasis) {
    font("\\fI", of(emphasis, true));
  }

  /** The text, and the address where it says more than the text and can be reached. */
  @Override
  public void visit(Link link) {
    visitChildren(link);
    if (link.getDestination().startsWith("http")) {
      out.append(" (").append(Roff.escape(link.getDestination(), true)).append(')');
    }
  }

  @Override
  public void visit(SoftLineBreak line) {
    out.append('\n');
  }

  @Override
  public void visit(HardLineBreak line) {
    out.append("\n.br\n");
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
