import ScreenKit
import TerminalUI
import Themes

/// A token's state as a word or a bar, with its countdown and its limit.
struct TokenCell {
    let token: TokenState
    let now: Moment
    let look: Look
    let barWidth: Int
    /// Whether signing waits for the confirmation of a login.
    var waitsForLogin = false
    /// The text for a login by password.
    var password: String?

    func draw(column: Int, row: Int, columns: Int, on grid: inout CellGrid) {
        if let password {
            let cut = TextCut.end(password, columns: columns, ellipsis: look.glyphs.ellipsis)
            grid.put(cut, column: column, row: row, style: look.theme[.text], columns: columns)
            return
        }
        let phase = token.phase(at: now)
        let style = look.style(of: phase)
        let left = token.facts?.secondsLeft(at: now) ?? 0
        let waits = waitsForLogin && phase == .signing
        let word = waits ? "log in" + look.glyphs.ellipsis : Self.word(phase, look.glyphs)
        var next = column
        if let word {
            grid.put(word, column: column, row: row, style: style, columns: columns)
            let width = DisplayWidth.of(word) + 1
            next += phase == .failed ? width : max(barWidth + 2, width)
            guard phase == .expired else {
                drawFlags(column: next, row: row, end: column + columns, on: &grid)
                return
            }
        } else if let facts = token.facts {
            let bar = look.glyphs.bar(left, of: max(facts.lifetime, left), columns: barWidth)
            grid.put(bar, column: column, row: row, style: style)
            next += barWidth == 0 ? 0 : barWidth + 2
        }
        next += grid.put(CountdownText.of(left), column: next, row: row, style: style, columns: column + columns - next)
        // Visible without colours, too.
        if phase == .expiring { grid.put("!", column: next, row: row, style: style) }
        drawFlags(column: next + 1, row: row, end: column + columns, on: &grid)
    }

    private func drawFlags(column: Int, row: Int, end: Int, on grid: inout CellGrid) {
        var next = column
        func put(_ text: String, _ style: Style) {
            guard next < end else { return }
            next += grid.put(text, column: next, row: row, style: style, columns: end - next)
        }
        if token.isKeptFresh { put(String(look.glyphs.renewed), look.style(of: .fresh)) }
        if token.isSigning, token.phase(at: now) != .signing { put(look.glyphs.ellipsis, look.style(of: .signing)) }
        if let facts = token.facts, facts.isLimitedByCredentials, facts.secondsLeft(at: now) > 0 {
            put("\(look.glyphs.limit)cred", look.theme[.tokenLimited])
        } else if token.failure != nil, !token.isSigning, token.phase(at: now) != .failed {
            let isTight = next > column || token.phase(at: now) == .expiring
            put(isTight ? " failed" : "failed", look.style(of: .failed))
        }
    }

    /// The used width of its maximum; the rest of a failed token's space is better used for the reason.
    func taken(of columns: Int) -> Int {
        guard password == nil, token.phase(at: now) == .failed else { return columns }
        return "failed".utf8.count + (token.isKeptFresh ? 2 : 0)
    }

    /// The word for a state without a bar.
    static func word(_ phase: TokenState.Phase, _ glyphs: Glyphs) -> String? {
        switch phase {
        case .none: String(glyphs.nothing)
        case .signing: "signing" + glyphs.ellipsis
        case .expired: "expired"
        case .failed: "failed"
        case .fresh, .expiring: nil
        }
    }
}
