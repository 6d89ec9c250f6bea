import Endpoints
import Failures
import Profiles
import ScreenKit
import TOML
import TerminalUI
import Themes
import Timestamps

/// The details of the cluster under the cursor, below the table.
struct DetailsView {
    let state: DeckState
    let look: Look
    let rect: Rect

    func draw(on grid: inout CellGrid) {
        for row in [rect.row - 1, rect.endRow] {
            grid.line(
                look.glyphs.horizontal, column: 0, row: row, columns: grid.size.columns, style: look.theme[.frame])
        }
        guard let row = state.current else { return }
        let lines = row.cluster.map { self.lines(row, $0) } ?? brokenLines(row)
        for (index, line) in lines.prefix(rect.size.rows).enumerated() {
            var column = rect.column
            for (text, role) in line {
                let room = rect.endColumn - column
                guard room > 0 else { break }
                let cut = look.text(text, columns: room)
                column += grid.put(cut, column: column, row: rect.row + index, style: look.theme[role])
            }
        }
    }

    private typealias Line = [(String, Role)]

    private func lines(_ row: ClusterRow, _ cluster: Cluster) -> [Line] {
        var place: Line = [(cluster.name, .textStrong), ("   \(cluster.endpoint.host):\(cluster.port)", .text)]
        if let database = cluster.database { place += [("   database ", .label), (database, .text)] }
        if cluster.isReadOnly { place.append(("   read-only", .messageWarning)) }
        var lines = [place]
        if row.trouble != nil {
            return lines + trouble(of: row)
        }
        lines.append(tokenLine(row))
        lines.append(moreLine(row, cluster))
        if case .known(let facts) = row.certificate {
            lines += facts.warnings.map { [($0, .messageWarning)] }
        }
        if let note = cluster.note { lines.append([("note: ", .label), (note, .text)]) }
        return lines
    }

    private func tokenLine(_ row: ClusterRow) -> Line {
        if let origin = state.passwordOrigin(of: row) {
            let age = state.passwordAge(of: row).map { ", fetched \($0) ago" } ?? ", not fetched yet"
            return [
                (state.user(of: row), .text), (" logs in with a password from ", .label), (origin.description, .text),
                (age, .textDim),
            ]
        }
        guard let facts = row.token.facts else {
            let key = state.keymap.label(of: .fresh) ?? "r"
            return [("no token yet: ", .label), ("\(key) signs one", .text)]
        }
        let isOver = facts.secondsLeft(at: state.now) == 0
        let end = facts.expiresAt.clock
        let limit = facts.isLimitedByCredentials ? "with its credentials" : "the token's own time"
        return [
            ("signed ", .label), (facts.signedAt.timestamp.clock, .text), (" by ", .label), (facts.maskedKey, .text),
            (" for ", .label), (facts.user, .text),
            (isOver ? ", new logins ended " : ", new logins until ", .label), (end, .text), (" (\(limit))", .textDim),
        ]
    }

    private func moreLine(_ row: ClusterRow, _ cluster: Cluster) -> Line {
        var line: Line = [("kept fresh: ", .label), (row.token.isKeptFresh ? "yes" : "no", .text)]
        line += [("   signs: ", .label), (state.identityName(of: row).label, .text)]
        if cluster.engine == .dsql {
            line += [("   needs ", .label), (cluster.engine.action(for: state.user(of: row)), .text)]
        }
        if let dial = cluster.connectTo { line += [("   dialled at ", .label), ("\(dial)", .text)] }
        if let route = cluster.tunnel { line += [("   tunnel ", .label), ("\(route)", .text)] }
        if !cluster.tags.isEmpty { line += [("   tags: ", .label), (cluster.tags.joined(separator: ", "), .text)] }
        return line
    }

    private func brokenLines(_ row: ClusterRow) -> [Line] {
        let head: Line = [
            (row.id.name, .textStrong), ("   cannot be used until the profile file is corrected:", .rowBroken),
        ]
        return [head] + trouble(of: row)
    }

    private func trouble(of row: ClusterRow) -> [Line] {
        let key = state.keymap.label(of: .inspect) ?? "i"
        return TroubleText(row)?.lines(
            columns: rect.size.columns, rows: rect.size.rows - 1, more: "\(key) shows all",
            ellipsis: look.glyphs.ellipsis) ?? []
    }
}
