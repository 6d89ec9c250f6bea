import SQLWire

extension PlaceReader {
    /// A list in parentheses that is not an expression.
    func inParentheses(_ open: Int) -> CompletionPlace? {
        let before = tokens.word(open - 1)
        let listed = Set(
            scope.reader.names(open + 1..<max(open + 1, tokens.endOfGroup(around: open, limit: tokens.count))))
        func list(_ place: CompletionPlace) -> CompletionPlace {
            guard tokens.kind(cursor - 1) == .comma || cursor - 1 == open else { return .nothing }
            var place = place
            place.taken = listed
            return place
        }
        switch before {
        case "using": return list(CompletionPlace(.sharedColumns))
        case "conflict": return list(targets)
        case "over": return inWindow(open)
        case "cast"
        where (open..<cursor).contains { tokens.isWord($0, "as") && tokens.depths[$0] == tokens.depths[open] + 1 }:
            return last == "as" ? CompletionPlace(.types) : .nothing
        case "values", "row": return CompletionPlace(.functions, ["default", "null", "true", "false", "case"])
        default: break
        }
        let (clause, start) = clause(at: open)
        switch clause {
        case .into where tokens.isName(open - 1) && open - 1 > start: return list(targets)
        case .insert where isMySQL && tokens.isName(open - 1): return list(targets)
        case .values where tokens.depths[open] == block.depth:
            return expectsOperand ? CompletionPlace(.functions, ["default", "null", "true", "false", "case"]) : nil
        case .from where tokens.depths[open] == block.depth && cursor - 1 == open && !tokens.isName(open - 1):
            return CompletionPlace(.tables, Phrases.queries)
        case .from
        where tokens.isWord(open - 1, "from") || tokens.isWord(open - 1, "join") || tokens.kind(open - 1) == .comma:
            return cursor - 1 == open ? CompletionPlace(.tables, Phrases.queries) : nil
        case .set where tokens.isWord(open - 1, "set"): return list(targets)
        default: return nil
        }
    }

    private func inWindow(_ open: Int) -> CompletionPlace {
        switch last {
        case "partition", "order": return CompletionPlace([], ["by"])
        default: break
        }
        if cursor - 1 == open { return CompletionPlace([], ["partition by", "order by", "rows", "range"]) }
        if tokens.kind(cursor - 1) == .keyword, let phrases = Phrases.followers[last] {
            return CompletionPlace([], phrases)
        }
        return expression(after: ["asc", "desc", "order by", "rows", "range", "nulls first", "nulls last"])
    }
}
