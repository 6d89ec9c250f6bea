import Catalog
import Editing
import SQLText
import SQLWire
import ScreenKit
import TerminalUI

/// Completes the typed name: a single candidate is inserted at once, several are listed.
func complete(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let effects = refreshPopup(&state, isNew: true)
    guard let popup = state.popup else {
        if effects.isEmpty { state.say(.info, "nothing to complete here") }
        return effects
    }
    if popup.candidates.count == 1, !popup.isWaiting { state.takeCandidate() }
    return effects
}

/// Updates the list after typing, or when names arrive.
func refreshPopup(_ state: inout WorkspaceState, isNew: Bool = false) -> [WorkspaceEffect] {
    guard isNew || state.popup != nil else { return [] }
    state.text.follow(state.editor.buffer.bytes, revision: state.editor.revision, rules: state.rules)
    state.takeSearchPath()
    let cursor = state.editor.buffer.offset(of: state.editor.cursor)
    let part = state.text.surroundings(of: cursor)
    // Such a long statement is not parsed at each key; Tab still completes in it.
    guard isNew || part.count <= 1 << 17 else {
        state.popup = nil
        return []
    }
    var answer = Completion(rules: state.rules).answer(
        text: Array(state.text.bytes[part]), cursor: cursor - part.lowerBound, names: state.names, uses: state.uses)
    answer.replaced = answer.replaced.lowerBound + part.lowerBound..<answer.replaced.upperBound + part.lowerBound
    let unknown = answer.needs.filter { !state.askedNames.contains($0) }
    state.askedNames.formUnion(unknown)
    state.awaitedNames.formUnion(unknown)
    // A completely typed name is no longer listed.
    let typed = Array(state.text.bytes[answer.replaced.clamped(to: 0..<state.text.bytes.count)])
    let isDone = answer.candidates.count == 1 && Array(answer.candidates[0].text.utf8) == typed
    let isEmpty = answer.candidates.isEmpty || isDone
    if isEmpty, state.awaitedNames.isEmpty {
        state.popup = nil
    } else {
        let before = state.popup.flatMap {
            $0.candidates.indices.contains($0.selected) ? $0.candidates[$0.selected] : nil
        }
        var popup = CompletionPopup(replaced: answer.replaced, candidates: answer.candidates)
        popup.isWaiting = !state.awaitedNames.isEmpty
        popup.isCut =
            answer.replaced.isEmpty
            && answer.candidates.contains { candidate in
                [.table, .view, .sequence].contains(candidate.kind) && state.names.overfull.contains(candidate.detail)
            }
        if let before, state.popup?.selected != 0 {
            popup.selected = answer.candidates.firstIndex(of: before) ?? 0
        }
        state.popup = popup
    }
    return unknown.isEmpty ? [] : [.lookUp(unknown)]
}

/// Handles a key while the list is open; nil when the key belongs to the editor.
func pressInPopup(_ state: inout WorkspaceState, _ key: Key) -> [WorkspaceEffect]? {
    guard var popup = state.popup else { return nil }
    let count = popup.candidates.count
    switch key {
    case .escape, .control("g"):
        state.popup = nil
        return []
    case .down, .control("n"):
        popup.selected = count == 0 ? 0 : (popup.selected + 1) % count
    case .up, .control("p"):
        popup.selected = count == 0 ? 0 : (popup.selected + count - 1) % count
    case .named(.pageDown, _): popup.selected = min(max(0, count - 1), popup.selected + 8)
    case .named(.pageUp, _): popup.selected = max(0, popup.selected - 8)
    case .tab, .enter:
        guard count > 0 else {
            state.popup = nil
            return key == .tab ? [] : nil
        }
        state.takeCandidate()
        return []
    default:
        switch key {
        // A character that ends a name also closes the list.
        case .character(let character)
        where character == " " || character == ";" || character == "(" || character == ",":
            state.popup = nil
        case .character, .named(.backspace, _), .control("h"): break
        // These keys go to the editor.
        case .alt, .controlAlt, .function: break
        default: state.popup = nil
        }
        return nil
    }
    state.popup = popup
    return []
}

extension WorkspaceState {
    /// Counts the names in a statement that was run.
    mutating func count(usesIn statement: [UInt8]) {
        uses.merge(Completion(rules: rules).uses(in: statement)) { $0 + $1 }
    }

    /// Uses the search path of this session for unqualified names; the login for look-ups keeps its own.
    mutating func takeSearchPath() {
        guard let server = phase.facts?.server else { return }
        switch place.dialect {
        case .mysql: if let database = server.database { names.searchPath = [database] }
        case .postgresql: if let path = server.searchedSchemas { names.searchPath = path }
        }
    }

    /// Inserts the selected name into the text.
    mutating func takeCandidate() {
        guard let popup, popup.candidates.indices.contains(popup.selected) else { return }
        let buffer = editor.buffer
        let range =
            buffer.position(atByte: popup.replaced.lowerBound)..<buffer.position(atByte: popup.replaced.upperBound)
        editor.replace(range, with: popup.candidates[popup.selected].text)
        self.popup = nil
        edited(&self)
    }
}
