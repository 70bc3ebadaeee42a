package org.jxinetd.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BulletList;
import org.commonmark.node.CustomBlock;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;

/**
 * One document as a page of man(7). Beside CommonMark and tables it knows definitions: a paragraph
 * whose second line begins with {@code ": "} is a term and its description. The rows of a table
 * become such terms too, since a terminal is too narrow for columns of text.
 */
final class ManPage extends AbstractVisitor {

  private static final Pattern TITLE = Pattern.compile("([\\w.-]+)\\(([1-9])\\)");
  private static final Parser PARSER =
      Parser.builder().extensions(List.of(TablesExtension.create())).build();

  private final String source;
  private final String date;
  private final Roff out = new Roff();
  private String section = "";
  private boolean afterHeading;

  ManPage(String source, String date) {
    this.source = source;
    this.date = date;
  }

  /** Renders a document that begins with the heading {@code # NAME(N)}. */
  String of(String markdown) {
    PARSER.parse(markdown).accept(this);
    return out.toString();
  }

  @Override
  public void visit(Heading heading) {
    String text = Inline.of(heading, true);
    if (heading.getLevel() == 1) {
      Matcher title = TITLE.matcher(Inline.of(heading, false));
      if (!title.matches()) {
        throw new IllegalArgumentException("not of the form NAME(N): " + text);
      }
      String manual =
          switch (title.group(2)) {
            case "8" -> "System Administration";
            case "5" -> "File Formats";
            default -> "Miscellaneous";
          };
      out.request(
          String.format(
              ".TH \"%s\" \"%s\" \"%s\" \"%s\" \"%s\"",
              title.group(1).toUpperCase(Locale.ROOT), title.group(2), date, source, manual));
    } else if (heading.getLevel() == 2) {
      section = text;
      out.request(".SH " + quoted(text));
    } else {
      out.request(".SS " + quoted(text));
    }
    afterHeading = true;
  }

  private static String quoted(String roff) {
    return "\"" + roff.replace("\"", "\\(dq") + "\"";
  }

  private void begin(String request) {
    if (!afterHeading || !request.equals(".PP")) {
      out.request(request);
    }
    afterHeading = false;
  }

  @Override
  public void visit(Paragraph paragraph) {
    Node mark = definition(paragraph);
    if (mark != null) {
      begin(".TP");
      out.text(Inline.of(paragraph.getFirstChild(), mark).replace('\n', ' '));
      Text text = (Text) mark.getNext();
      text.setLiteral(text.getLiteral().substring(1).stripLeading());
      out.text(Inline.of(text, null));
    } else {
      begin(".PP");
      out.text(Inline.of(paragraph, section.equals("NAME")));
    }
  }

  /** The line break in front of the description; null when the paragraph defines nothing. */
  private static Node definition(Paragraph paragraph) {
    for (Node node = paragraph.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof SoftLineBreak
          && node.getNext() instanceof Text text
          && text.getLiteral().startsWith(":")) {
        return node;
      }
    }
    return null;
  }

  @Override
  public void visit(FencedCodeBlock code) {
    literal(code.getLiteral());
  }

  @Override
  public void visit(IndentedCodeBlock code) {
    literal(code.getLiteral());
  }

  private void literal(String text) {
    if (!afterHeading) {
      out.request(".PP");
    }
    afterHeading = false;
    out.request(".RS 4");
    out.request(".EX");
    out.literal(text);
    out.request(".EE");
    out.request(".RE");
  }

  @Override
  public void visit(BulletList list) {
    items(list, false);
  }

  @Override
  public void visit(OrderedList list) {
    items(list, true);
  }

  private void items(Node list, boolean numbered) {
    int number = 1;
    for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
      begin(numbered ? ".IP " + number + ". 4" : ".IP \\(bu 2");
      number++;
      item((ListItem) item);
    }
  }

  /** The first paragraph stands beside the mark, everything behind it is indented as it is. */
  private void item(ListItem item) {
    Node first = item.getFirstChild();
    if (first instanceof Paragraph paragraph) {
      out.text(Inline.of(paragraph, false));
      first = first.getNext();
    }
    if (first == null) {
      return;
    }
    out.request(".RS");
    for (Node node = first; node != null; node = node.getNext()) {
      node.accept(this);
    }
    out.request(".RE");
  }

  @Override
  public void visit(CustomBlock block) {
    if (!(block instanceof TableBlock)) {
      throw new IllegalArgumentException("cannot be rendered: " + block.getClass());
    }
    List<List<String>> rows = new ArrayList<>();
    for (Node part = block.getFirstChild(); part != null; part = part.getNext()) {
      for (Node row = part.getFirstChild(); row != null; row = row.getNext()) {
        rows.add(cells((TableRow) row));
      }
    }
    List<String> heads = rows.getFirst();
    rows.subList(1, rows.size()).forEach(row -> row(heads, row));
  }

  private static List<String> cells(TableRow row) {
    List<String> cells = new ArrayList<>();
    for (Node cell = row.getFirstChild(); cell != null; cell = cell.getNext()) {
      if (cell instanceof TableCell) {
        cells.add(Inline.of(cell, false));
      }
    }
    return cells;
  }

  /** The first cell, what the last one says of it, then the others by their heads. */
  private void row(List<String> heads, List<String> cells) {
    begin(".TP");
    out.text("\\fB" + cells.getFirst().replace("-", "\\-") + "\\fR");
    out.text(cells.getLast());
    if (cells.size() > 2) {
      StringBuilder others = new StringBuilder();
      for (int i = 1; i < cells.size() - 1; i++) {
        others.append(i == 1 ? "" : "; ");
        others.append(heads.get(i)).append(": ").append(cells.get(i));
      }
      out.request(".br");
      out.text(others.append('.').toString());
    }
  }
}
