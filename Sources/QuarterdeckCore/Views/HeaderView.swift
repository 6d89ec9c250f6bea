import Failures
import Timestamps
import TerminalUI
import Themes

/// The first line: who AWS thinks one is, until when, and what time it is.
struct HeaderView {
    let state: DeckState
    let look: Look

    func draw(on grid: inout CellGrid) {
        let base = look.theme[.header]
        grid.clear(Rect(column: 0, row: 0, columns: grid.size.columns, rows: 1), style: base)
        let clock = state.now.timestamp.clock + " UTC"
        let end = grid.size.columns - DisplayWidth.of(clock) - 1
        grid.put(clock, column: end, row: 0, style: look.theme[.headerClock].over(base))
        var column = 1 + grid.put("quarterdeck", column: 1, row: 0, style: look.theme[.textStrong].over(base))
        for (text, role) in parts {
            let room = end - column - 5
            guard room > 8 else { break }
            let cut = TextCut.middle(text, columns: room, ellipsis: look.glyphs.ellipsis)
            column += 3
            column += grid.put(cut, column: column, row: 0, style: look.theme[role].over(base))
        }
    }

    private typealias Part = (text: String, role: Role)

    private var parts: [Part] {
        guard let row = state.current, row.cluster != nil else { return [] }
        let name = state.identityName(of: row)
        switch state.identities[name] {
        case .known(let facts):
            let who: Part = (facts.arn ?? "key \(facts.maskedKey)", .headerIdentity)
            return [who, (name.label, .header)] + expiry(facts)
        case .failed(let failure):
            return [("\(failure.what): \(failure.next ?? failure.why ?? "")", .headerWarning), (name.label, .header)]
        case .asking, nil:
            return [(name.label, .header)]
        }
    }

    private func expiry(_ facts: IdentityFacts) -> [Part] {
        guard let left = facts.secondsLeft(at: state.now) else { return [] }
        if left == 0 { return [("credentials ended", .headerWarning)] }
        // Credentials that end within a token's life limit it.
        return [("credentials \(CountdownText.of(left))", left < 900 ? .headerWarning : .header)]
    }
}
