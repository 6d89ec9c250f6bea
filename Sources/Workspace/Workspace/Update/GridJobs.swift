import Failures
import Results
import SQLWire
import ScreenKit

/// Sorts by the current column: ascending, descending, order of arrival.
func sort(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let column = state.currentColumn else { return [] }
    state.changeItem { item in
        switch item.grid.sorting {
        case (column, false)?: item.grid.sorting = (column, true)
        case (column, true)?: item.grid.sorting = nil
        default: item.grid.sorting = (column, false)
        }
    }
    return arrange(&state)
}

/// Filters rows by the current cell's value.
func filterByCell(_ state: inout WorkspaceState, _ store: ResultStore) -> [WorkspaceEffect] {
    guard let row = state.currentRow, let column = state.currentColumn else { return [] }
    let value = try? store.value(row: row, column: column, range: 0..<4_096)
    let text = value.map { "=" + String(decoding: $0, as: UTF8.self) } ?? "= NULL"
    state.changeItem { $0.grid.filters.append(FilterRequest(column: column, text: text)) }
    return arrange(&state)
}

/// Filters and sorts in the background.
func arrange(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let item = state.item, let store = item.store else { return [] }
    let request = Arrangement(filters: item.grid.filters, sorting: item.grid.sorting)
    // Earlier jobs for this result are obsolete.
    let overtaken = state.jobs.filter { $0.value.arranging?.result == item.number }.keys.sorted()
    for job in overtaken { state.jobs[job] = nil }
    let ends = overtaken.map { WorkspaceEffect.endJob($0) }
    if request.filters.isEmpty, request.sorting == nil {
        state.changeItem { item in
            item.grid.arrangement = nil
            item.grid.arranged = request
            item.grid.arrangementNumber += 1
            item.grid.fieldLine = 0
        }
        state.dropSelection(of: item.number)
        return ends
    }
    let job = state.newJob(request.sorting == nil ? "filtering" : "sorting")
    state.jobs[job]?.rows = store.rowCount
    state.jobs[job]?.arranging = (item.number, request)
    return ends + [.arrange(result: item.number, job: job, store, request)]
}

/// Moves to the next match.
func search(_ state: inout WorkspaceState, isBackward: Bool) -> [WorkspaceEffect] {
    if state.item != nil, state.item?.store == nil { return searchText(&state, isBackward: isBackward) }
    guard let item = state.item, let store = item.store, let pattern = item.grid.pattern else {
        let key = state.keymap.label(of: .search) ?? "/"
        state.say(.info, "nothing is searched yet; \(key) does")
        return []
    }
    let job = state.newJob("searching")
    state.jobs[job]?.isBackward = isBackward
    let request = SearchRequest(
        pattern: pattern, selection: item.grid.arrangement, from: (item.grid.row, state.currentColumn ?? 0),
        isBackward: isBackward)
    return [.search(result: item.number, job: job, store, request)]
}

extension WorkspaceState {
    /// The filters in words.
    fileprivate var filterWords: String {
        guard let item, let store = item.store else { return "" }
        let words = item.grid.filters.map { request in
            let name = request.column.map {
                store.columns.indices.contains($0) ? CellText.name(store.columns[$0]) : "?"
            }
            let text = TextLine.of(Array(request.text.prefix(40).utf8))
            return "\(name ?? "any") \(text)"
        }
        return words.joined(separator: ", ")
    }

    /// A remark on what the export of the visible result leaves out.
    fileprivate var exportNote: String? {
        guard let item, let store = item.store else { return nil }
        var notes = item.shortfall.map { ["the result is incomplete (\($0))"] } ?? []
        if store.changedCells > 0 {
            notes.append("\(Count.of(store.changedCells, "edited cell")) as read before the edit")
        }
        if !item.grid.filters.isEmpty, item.grid.arrangement != nil {
            notes.append("\(Count.grouped(rowCount)) of \(Count.of(store.rowCount, "row")), by the filter")
        }
        if let shown = item.grid.shown, shown.count < store.columns.count {
            notes.append("\(shown.count) of \(Count.of(store.columns.count, "column")), without those hidden")
        }
        return notes.isEmpty ? nil : notes.joined(separator: "; ")
    }

    /// Ends a job without its result, and resets the marks to the current arrangement.
    mutating func giveUp(_ job: Int) {
        guard let arranging = jobs.removeValue(forKey: job)?.arranging else { return }
        changeItem(arranging.result) { item in
            item.grid.filters = item.grid.arranged.filters
            item.grid.sorting = item.grid.arranged.sorting
        }
    }

    /// A new order changes the selected rows, so the selection is cleared.
    fileprivate mutating func dropSelection(of number: Int) {
        guard results.contains(where: { $0.number == number && $0.grid.selection != nil }) else { return }
        changeItem(number) { $0.grid.selection = nil }
        if item?.number == number { say(.info, "the rows have another order; the selection is dropped") }
    }
}

/// Counts the matches.
func countMatches(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let item = state.item, let store = item.store, let pattern = item.grid.pattern else {
        return search(&state, isBackward: false)
    }
    let job = state.newJob("counting")
    return [
        .search(
            result: item.number, job: job, store,
            SearchRequest(pattern: pattern, selection: item.grid.arrangement, from: nil, isBackward: false))
    ]
}

/// Sorts and filters again when all rows have arrived, to include the late ones.
func arrangeAgain(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard state.run?.result == nil || state.item?.isEnded == true, let item = state.item, item.isEnded,
        let store = item.store, item.grid.arrangement != nil, item.grid.arrangedRows < store.rowCount,
        state.jobs.isEmpty
    else { return [] }
    state.changeItem { $0.grid.arrangedRows = store.rowCount }
    return arrange(&state)
}

/// Handles the progress or the end of a background job.
func job(_ state: inout WorkspaceState, _ event: WorkspaceEvent) -> [WorkspaceEffect] {
    switch event {
    case .job(let report):
        state.now = report.at
        guard state.jobs[report.job] != nil else { return [] }
        switch report.state {
        case .running(let done, let total):
            state.jobs[report.job]?.done = done
            state.jobs[report.job]?.total = total
        case .done(let text):
            let note = state.jobs[report.job]?.note
            state.jobs[report.job] = nil
            state.say(note == nil ? .info : .warning, text + (note.map { "; \($0)" } ?? ""))
        case .failed(let failure):
            state.giveUp(report.job)
            state.say(.error, failure.brief)
        }
    case .arranged(let result, let number, let selection, let now):
        state.now = now
        guard let selection else {
            state.giveUp(number)
            return []
        }
        guard let job = state.jobs.removeValue(forKey: number), let request = job.arranging?.request else { return [] }
        state.changeItem(result) { item in
            item.grid.arrangement = selection
            item.grid.arranged = request
            item.grid.arrangedRows = job.rows
            item.grid.arrangementNumber += 1
            item.grid.row = 0
            item.grid.top = 0
            item.grid.fieldLine = 0
            item.grid.recordTop = (0, 0)
        }
        if state.item?.number == result, state.item?.grid.filters.isEmpty == true {
            let time = Duration.of(now.uptime - job.since.uptime)
            state.say(.info, "\(Count.of(selection.count, "row")) sorted in \(time)")
        }
        if state.item?.number == result, state.item?.grid.filters.isEmpty == false {
            state.say(
                .info,
                "\(Count.of(selection.count, "row")) of \(Count.grouped(state.item?.store?.rowCount ?? 0)): "
                    + state.filterWords)
        }
        state.dropSelection(of: result)
    case .found(let result, let number, let place, let now):
        state.now = now
        guard let job = state.jobs.removeValue(forKey: number), state.item?.number == result else { return [] }
        guard let place else {
            state.say(.info, "\"\(state.item?.grid.pattern ?? "")\" is not in the result")
            return []
        }
        let before = (state.item?.grid.row ?? 0, state.currentColumn ?? 0)
        state.moveInResult(to: place.row)
        if let index = state.shownColumns.firstIndex(of: place.column) { state.moveColumn(to: index) }
        state.showMatchInRecord()
        if place == before {
            state.say(.info, "this is the only match")
        } else if job.isBackward ? (place.row, place.column) > before : (place.row, place.column) < before {
            state.say(.info, "the search went on from the \(job.isBackward ? "bottom" : "top")")
        }
    case .counted(let result, let number, let count, let now):
        state.now = now
        guard state.jobs.removeValue(forKey: number) != nil else { return [] }
        let words = count == 1 ? "1 match" : "\(Count.grouped(count)) matches"
        state.changeItem(result) { $0.grid.matches = words }
        state.say(.info, "\"\(state.item?.grid.pattern ?? "")\": \(words)")
    default: break
    }
    return []
}

/// Exports the visible result.
func export(_ state: inout WorkspaceState, to path: String, format: String?) -> [WorkspaceEffect] {
    guard let item = state.item else {
        state.say(.info, "there is no result to export")
        return []
    }
    guard let store = item.store else { return exportText(&state, to: path, format: format) }
    let names = SQLOverlayList.formats
    if let format, !names.contains(format) {
        state.say(.error, "there is no format \"\(format)\": \(names.joined(separator: ", "))")
        return []
    }
    let suffix = path.split(separator: ".").last.map(String.init) ?? ""
    let guess = ["md": "markdown", "sql": "insert", "ndjson": "jsonl"][suffix] ?? suffix
    let format = format ?? (names.contains(guess) ? guess : "csv")
    let job = state.newJob("export to \(path)")
    state.jobs[job]?.isExport = true
    let note = state.exportNote
    state.jobs[job]?.note = note
    var request = ExportRequest(selection: item.grid.arrangement, format: format)
    request.columns = item.grid.shown
    request.path = path
    return [.export(job: job, store, request)]
}
