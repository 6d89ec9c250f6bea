import ScreenKit
import TerminalUI
import Themes

/// The help, a session or a question above the screen.
struct ActivityOverlayView {
    let state: ActivityState
    let look: Look

    func draw(on grid: inout CellGrid) {
        guard let overlay = state.overlay else { return }
        let list: FramedList
        switch overlay {
        case .help(let help):
            let lines = HelpText(state.keymap).lines(
                matching: help.field.text, columns: max(20, state.size.columns - 8))
            list = FramedList(
                title: "keys", prompt: ("search", help.field), lines: lines, scroll: help.position, footer: "Esc back")
        case .session(let pid, let scroll): list = session(pid, scroll)
        case .confirmation(let ending): list = confirmation(ending)
        case .export(let field):
            let points = state.exported.flatMap(\.history.points)
            let whole = points.count { $0.sample != nil }
            let older = points.count - whole
            let words =
                "\(whole) \(whole == 1 ? "sample" : "samples"), a line for each session and sample"
                + (older > 0 ? "; the sessions of \(older) older ones are not kept" : "")
            list = FramedList(
                title: "export the samples", prompt: ("file", field),
                lines: [
                    [(words, .menu)], [("Idle sessions are kept of the newest sample only.", .menuDetail)],
                    [("The name ends in .csv, .tsv, .json or .jsonl; no file is replaced.", .menuDetail)],
                ], footer: "Enter write   Esc back")
        }
        FramedListView(list, look).draw(on: &grid)
    }

    private func session(_ pid: UInt64, _ scroll: Int) -> FramedList {
        guard let session = state.sample?.sessions.first(where: { $0.pid == pid }) else {
            return FramedList(
                title: "session \(pid)", lines: [[("the sample that is shown does not have this session", .menu)]],
                footer: "Esc back")
        }
        let facts: [(String, String?)] = [
            ("user", session.user), ("database", session.database), ("client", session.client),
            ("application", session.application), ("kind", session.kind == .client ? nil : session.kind.rawValue),
            ("works for", session.leader.map { "session \($0)" }),
            ("state", session.state), ("wait", session.wait),
            ("transaction", session.transactionAge.map { AgeText.of($0) }),
            ("statement", session.queryAge.map { AgeText.of($0) }),
            (
                "waits for",
                session.blockedBy.isEmpty
                    ? nil
                    : session.blockedBy.map { $0 == 0 ? "a prepared transaction" : "\($0)" }.joined(separator: ", ")
            ),
            ("lock", session.lock),
        ]
        var lines: [FramedList.Line] = facts.compactMap { name, value in
            value.map { [(DisplayWidth.padding(name, to: 13), .label), ($0, .menu)] }
        }
        lines.append([])
        let gap = state.sample?.gaps.first ?? "The server hides the statement from this user."
        let query = session.query ?? (session.isHidden || session.state == "disabled" ? gap : "")
        for line in TextCut.wrap(query.replacing("\t", with: "    "), columns: max(20, state.size.columns - 8)) {
            lines.append([(line, .textStrong)])
        }
        if query.count >= 1_024 { lines.append([("The statement is cut at 1,024 characters.", .textDim)]) }
        return FramedList(
            title: "session \(pid)", environment: state.cluster?.environment, lines: lines, scroll: scroll,
            footer: "c cancel  k terminate  y copy  Esc back")
    }

    private func confirmation(_ ending: ActivityState.Ending) -> FramedList {
        let cluster = state.cluster
        let name = cluster?.row.name ?? ""
        let session = ending.pids.first.flatMap { pid in state.sample?.sessions.first { $0.pid == pid } }
        var lines: [FramedList.Line] = [
            [(EndingText.question(ending, cluster: name, user: session?.user), .textStrong)]
        ]
        if ending.pids.count > 1 {
            lines.append([(ending.pids.map(String.init).joined(separator: ", "), .menu)])
        } else if let query = session?.query {
            lines.append([(SampleText.line(query), .menuDetail)])
        }
        if ending.terminates {
            lines.append([("Its open transaction is rolled back, and its client loses the connection.", .menu)])
        }
        let title = ending.terminates ? "terminate" : "cancel"
        guard let wanted = ending.name else {
            return FramedList(
                title: title, environment: cluster?.environment, lines: lines,
                footer: "y \(title)  Esc keep running")
        }
        return FramedList(
            title: title, environment: cluster?.environment,
            prompt: ("type \(HarmlessText.of(wanted)) to \(title):", ending.field), lines: lines,
            footer: "Enter \(title)  Esc keep running")
    }
}
