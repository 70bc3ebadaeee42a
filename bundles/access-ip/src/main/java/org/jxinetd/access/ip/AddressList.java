package org.jxinetd.access.ip;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jxinetd.api.access.Mode;
import org.jxinetd.api.access.PatternProvider.Answer;
import org.jxinetd.api.access.PatternProvider.Compiled;
import org.jxinetd.api.access.PatternProvider.Match;
import org.jxinetd.api.access.Request;
import org.jxinetd.api.service.Address;
import org.jxinetd.api.service.Problem;
import org.jxinetd.api.service.Token;

/** A compiled list: what stands in it, and the files that it names. */
final class AddressList implements Compiled {

  /** As narrow as can be: what a file that cannot be read might hold. */
  private static final int FULL = 128;

  /** An entry {@code file:PATH}. */
  record Listed(Token token, BlockFile file) {}

  private final Token[] tokens;
  private final Set<Token> understood;
  private final List<Problem> problems;
  private final Blocks blocks;
  private final List<Listed> files;

  /**
   * @param tokens the place of a block is the index of its entry here
   */
  AddressList(List<Token> tokens, List<Problem> problems, Blocks blocks, List<Listed> files) {
    this.tokens = tokens.toArray(Token[]::new);
    this.understood = Set.copyOf(tokens);
    this.problems = List.copyOf(problems);
    this.blocks = blocks;
    this.files = List.copyOf(files);
  }

  @Override
  public Set<Token> understood() {
    return understood;
  }

  @Override
  public List<Problem> problems() {
    return problems;
  }

  @Override
  public Optional<Match> match(Request request) {
    return ask(request, Mode.DECIDE).match();
  }

  @Override
  public Answer ask(Request request, Mode mode) {
    if (request.peer().isEmpty()) {
      return Answer.NONE;
    }
    Address client = request.peer().get().address();
    Optional<Match> match = entry(client);
    Optional<Match> doubt = Optional.empty();
    for (Listed listed : files) {
      BlockFile.State state = listed.file().current();
      long block = state.blocks().find(client);
      if (block != PrefixTable.NONE
          && (match.isEmpty() || PrefixTable.length(block) > match.get().prefixLength())) {
        String line = listed.file().line(client, block);
        match = Optional.of(new Match(listed.token(), PrefixTable.length(block), line));
      }
      if (!state.failure().isEmpty() && doubt.isEmpty()) {
        doubt = Optional.of(new Match(listed.token(), FULL, state.failure()));
      }
    }
    return new Answer(match, doubt);
  }

  /** What stands in the list itself. */
  private Optional<Match> entry(Address client) {
    long block = blocks.find(client);
    return block == PrefixTable.NONE
        ? Optional.empty()
        : Optional.of(new Match(tokens[PrefixTable.token(block)], PrefixTable.length(block)));
  }
}
