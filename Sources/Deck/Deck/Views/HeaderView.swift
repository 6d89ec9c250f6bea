import Failures
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// The first line: the AWS identity, its expiry, and the time.
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
        for (text, role) in fitted(in: end - 2 - column) {
            column += 3
            column += grid.put(text, column: column, row: 0, style: look.theme[role].over(base))
        }
    }

    /// The parts that fit: first the identity is shortened, then the profile is dropped, then the identity; the expiry
    /// stays.
    private func fitted(in columns: Int) -> [Part] {
        let parts = parts
        // The access gives way first: its source, then all of it.
        for longer in withAccess(parts) {
            let shown = fitted(longer, in: columns)
            let isReadable = shown.first.map { $0.text == look.text(parts[0].text) || $0.text.count >= 40 } ?? false
            if shown.count == longer.count, isReadable { return shown }
        }
        return fitted(parts, in: columns)
    }

    private func fitted(_ parts: [Part], in columns: Int) -> [Part] {
        var parts = parts.map { (text: look.text($0.text), role: $0.role) }
        func needed(_ parts: [Part]) -> Int { parts.reduce(0) { $0 + DisplayWidth.of($1.text) + 3 } }
        guard needed(parts) > columns, let first = parts.first else { return parts }
        if parts.count > 2, columns - needed(Array(parts.dropFirst())) - 3 < 16 { parts.remove(at: 1) }
        let room = columns - needed(Array(parts.dropFirst())) - 3
        if room >= 12 || parts.count == 1 {
            let cut = first.role == .headerWarning ? TextCut.end : TextCut.middle
            parts[0] = (cut(first.text, max(0, room), look.glyphs.ellipsis), first.role)
        } else {
            parts.removeFirst()
        }
        return needed(parts) > columns ? [] : parts
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
            return [
                (
                    failure.what + (failure.next.map { "; try: \($0)" } ?? failure.why.map { "; why: \($0)" } ?? ""),
                    .headerWarning
                ), (name.label, .header),
            ]
        case .asking, nil:
            return [(name.label, .header)]
        }
    }

    /// The parts with the time until which the person's access lasts, with and without its source.
    private func withAccess(_ parts: [Part]) -> [[Part]] {
        guard let row = state.current, row.cluster != nil,
            case .known(let facts) = state.identities[state.identityName(of: row)], let access = facts.access
        else { return [] }
        // The credentials themselves are the access.
        if access.end == facts.expiresAt, let last = parts.last {
            return [parts.dropLast() + [("\(last.text) (\(access.source))", last.role)]]
        }
        let now = state.now.timestamp
        let role: Role = access.warning(at: now) == nil && access.end > now ? .header : .headerWarning
        let text = access.end > now ? "access \(access.text(at: now))" : "access ended"
        return [parts + [("\(text) (\(access.source))", role)], parts + [(text, role)]]
    }

    private func expiry(_ facts: IdentityFacts) -> [Part] {
        guard let left = facts.secondsLeft(at: state.now) else { return [] }
        if left == 0 { return [("credentials ended", .headerWarning)] }
        // Credentials that expire within a token's lifetime limit it.
        return [("credentials \(CountdownText.of(left))", left < 900 ? .headerWarning : .header)]
    }
}
