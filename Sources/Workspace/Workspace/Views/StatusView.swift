import Catalog
import Results
import SQLWire
import ScreenKit
import TerminalUI
import Themes
import Timestamps

/// The line with the session's status as the server reports it.
struct StatusView {
    let state: WorkspaceState
    let look: Look
    let row: Int

    func draw(on grid: inout CellGrid) {
        grid.line(look.glyphs.horizontal, column: 0, row: row, columns: grid.size.columns, style: look.theme[.frame])
        var column = 0
        for (text, role) in parts(in: grid.size.columns) {
            let shown = " \(text) "
            guard column + DisplayWidth.of(shown) + 2 <= grid.size.columns else { break }
            column += grid.put(shown, column: column, row: row, style: look.theme[role]) + 1
        }
    }

    private typealias Part = (text: String, role: Role)

    /// The parts for a width. If not all fit, the times of the result give way first, then its columns.
    private func parts(in columns: Int) -> [Part] {
        let result = result
        let choices = [
            result.rows + result.columns + result.times, result.rows + result.columns + result.times.suffix(1),
            result.rows + result.columns, result.rows,
        ]
        let all = choices.lazy.map { session + running + $0 + token + age }
        // Each part has a blank at both sides; a line stands between two parts and at the end.
        let fitting = all.first { $0.reduce(1) { $0 + DisplayWidth.of($1.text) + 3 } <= columns }
        return fitting ?? session + running + result.rows + token + age
    }

    private var session: [Part] {
        switch state.phase {
        case .connecting: return [(state.isOpeningTunnel ? "opening the tunnel" : "logging in", .tokenSigning)]
        case .lost:
            let wait = state.retryAt.map { max(0, ($0 - state.now.uptime) / 1_000_000_000) }
            return [("NO SESSION" + (wait.map { ", next try in \($0) s" } ?? ""), .messageError)]
        case .open(let facts):
            let access: [Part] = facts.server.isReadOnly ? [("read-only", .textDim)] : []
            switch facts.state.transaction {
            case .none: return [("no transaction", .textDim)] + access
            case .open: return [("TX open\(age(of: facts.transactionSince))", .messageWarning)] + access
            case .failed: return [("TX FAILED\(age(of: facts.transactionSince)): ROLLBACK", .messageError)]
            }
        }
    }

    private func age(of since: Moment?) -> String {
        since.map { " " + CountdownText.of(max(0, (state.now.uptime - $0.uptime) / 1_000_000_000)) } ?? ""
    }

    private var running: [Part] {
        var parts: [Part] = []
        if let run = state.run {
            let seconds = max(0, state.now.uptime - run.startedAt.uptime) / 1_000_000_000
            let word = run.cancelledAt == nil ? "running" : "cancelling"
            parts.append(("\(word) \(CountdownText.of(seconds))", .tokenSigning))
        }
        for job in state.jobs.sorted(by: { $0.key < $1.key }).map(\.value) {
            guard job.total > 0 else {
                parts.append((job.what + look.glyphs.ellipsis, .tokenSigning))
                continue
            }
            let bar = look.glyphs.bar(Int64(job.done), of: Int64(job.total), columns: 10)
            let padded = DisplayWidth.padding(bar, to: 10)
            parts.append(("\(job.what) \(padded) \(job.done * 100 / job.total)%", .tokenSigning))
        }
        if let watch = state.watch { parts.append(("watch \(watch.times)x", .tokenSigning)) }
        return parts
    }

    private typealias ResultParts = (rows: [Part], columns: [Part], times: [Part])

    private var result: ResultParts {
        guard let item = state.item else { return ([], [], []) }
        // The numbers of an older result do not belong to the running statement.
        if let run = state.run, run.result != item.number, state.focus == .editor { return ([], [], []) }
        guard let store = item.store else { return (text(item.reading), [], []) }
        var parts: ResultParts = ([], [], [])
        let count = item.grid.arrangement?.count ?? store.rowCount
        if count > 0 {
            let all = Count.grouped(count) + (item.isEnded ? "" : "+")
            parts.rows.append(("row \(Count.grouped(item.grid.row + 1)) of \(all)", .text))
        }
        let shown = state.shownColumns.count
        let hidden = store.columns.count - shown
        if shown > 1, item.grid.page.columns.count < shown || hidden > 0 {
            let note = hidden > 0 ? " (\(Count.grouped(hidden)) hidden)" : ""
            parts.columns.append(
                ("column \(Count.grouped(item.grid.column + 1)) of \(Count.grouped(shown))\(note)", .text))
        }
        if state.showsTiming {
            if let first = item.firstRow { parts.times.append(("first row \(Duration.of(first))", .textDim)) }
            if item.isEnded, let elapsed = item.elapsed {
                parts.times.append(("all in \(Duration.of(elapsed))", .textDim))
            }
        }
        return parts
    }

    private func text(_ reading: TextReading) -> [Part] {
        guard state.focus == .grid, reading.lines.count > 1 else { return [] }
        let line: Part = ("line \(Count.grouped(reading.line + 1)) of \(Count.grouped(reading.lines.count))", .text)
        return [line] + (reading.left > 0 ? [("from column \(Count.grouped(reading.left + 1))", .textDim)] : [])
    }

    private var token: [Part] {
        guard let token = state.token else { return [] }
        let left = token.secondsLeft(at: state.now)
        if left > 0 { return [("token \(CountdownText.of(left))", .textDim)] }
        return [(state.phase.facts == nil ? "token expired" : "token expired, session stays", .textDim)]
    }

    private var age: [Part] {
        guard let facts = state.phase.facts else { return [] }
        let seconds = max(0, (state.now.uptime - facts.openedAt.uptime) / 1_000_000_000)
        return [("session \(CountdownText.of(seconds))", .textDim)]
    }
}
