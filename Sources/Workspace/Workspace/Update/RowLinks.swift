import Catalog
import Failures
import Results
import SQLText
import SQLWire
import ScreenKit

/// Looks up the foreign keys of the current value.
func follow(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    guard let item = state.item, let store = item.store, let row = state.currentRow, let column = state.currentColumn
    else { return [] }
    let name = CellText.name(store.columns[column])
    do throws(Failure) {
        try state.admitStatement()
        guard state.place.members.isEmpty else {
            throw Failure(.badData, "foreign keys work in a session on one cluster")
        }
        guard let origin = store.columns[column].tableOrigin,
            state.place.dialect == .mysql || item.database == state.databaseNumber
        else { throw Failure(.badData, "\(name) is not a column of a table in this database") }
        state.lastTableRequest += 1
        state.following = RowPlace(
            request: state.lastTableRequest, result: item.number, row: row, column: column)
        state.say(.info, "looking up the foreign keys of \(name)")
        return [.describeTable(request: state.lastTableRequest, origin, findsReferrers: true)]
    } catch {
        state.say(.warning, error.brief)
        return []
    }
}

/// Follows the only foreign key of a value, or asks for one.
func follow(
    _ state: inout WorkspaceState, _ place: RowPlace, _ result: Result<TableFacts, Failure>
) -> [WorkspaceEffect] {
    guard let store = state.store(of: place), state.item?.number == place.result, state.overlay == nil else {
        return []
    }
    let column = store.columns[place.column]
    let name = CellText.name(column)
    do throws(Failure) {
        let facts = try result.get()
        guard !facts.kind.isEmpty, let own = facts.index(of: column.originColumn) else {
            throw Failure(.badData, "the table of \(name) is not in the server's catalogue")
        }
        var row: [Int: RowStatement.OldValue] = [:]
        // The current column comes last, because a result may contain a column twice.
        for index in store.columns.indices.filter({ $0 != place.column }) + [place.column]
        where store.columns[index].origin == column.origin {
            guard let known = facts.index(of: store.columns[index].originColumn) else { continue }
            row[known] = WorkspaceState.oldValue(store, place.row, index)
        }
        let statement = RowStatement(facts, hasBackslashEscapes: state.rules.hasBackslashEscapes)
        let mine = facts.columns[own].name
        let keys =
            facts.references.map { ($0, "row of \($0.other.name) that this row refers to") }
            + facts.referrers.map { ($0, "rows of \($0.other.name) that refer to this row") }
        let matching = keys.filter { key, _ in key.pairs.contains { $0.mine == mine } }
        guard !matching.isEmpty else { throw Failure(.badData, "no foreign key uses \(name)") }
        let links = matching.compactMap { key, words -> RowLink? in
            guard let sql = statement.select(key, row: row) else { return nil }
            let columns = key.pairs.map(\.theirs).joined(separator: ", ")
            return RowLink(title: "\(words) by \(columns)", sql: sql, result: place.result)
        }
        guard let first = links.first else {
            throw Failure(
                .badData, "\(name) refers to no row", why: "the value, or another part of its key, is missing or NULL")
        }
        if links.count == 1 { return follow(&state, first) }
        state.overlay = .follow(links, selected: 0)
    } catch {
        state.say(.warning, error.brief)
    }
    return []
}

/// Shows the rows at the other end of a foreign key.
func follow(_ state: inout WorkspaceState, _ link: RowLink) -> [WorkspaceEffect] {
    if let refusal = state.refusalToRun {
        state.say(.error, "not run: \(refusal)")
        return []
    }
    var order = StatementOrder(text: link.sql)
    order.follows = link.result
    return begin(&state, [.statement(order)], isGuarded: false, isAsked: false)
}

extension WorkspaceState {
    /// Shows the result that led to this one, else the one before.
    mutating func followBack() {
        guard let parent = item?.parent else { return show(result: (current ?? 1) - 1) }
        guard let index = results.firstIndex(where: { $0.number == parent }) else {
            return say(.info, "the result that led here is no longer kept")
        }
        current = index
    }
}
