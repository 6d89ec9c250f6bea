import Catalog
import Editing
import SQLCore
import SQLText
import ScreenKit
import TerminalUI

/// Names for what is being typed: one is taken at once, several are shown.
func complete(_ state: inout WorkspaceState) -> [WorkspaceEffect] {
    let effects = refreshPopup(&state, isNew: true)
    guard let popup = state.popup else {
        if effects.isEmpty { state.say(.info, "nothing to complete here") }
        return effects
    }
    if popup.candidates.count == 1, !popup.isWaiting { state.takeCandidate() }
    return effects
}

/// Looks again: something was typed, or names came.
func refreshPopup(_ state: inout WorkspaceState, isNew: Bool = false) -> [WorkspaceEffect] {
    guard isNew || state.popup != nil else { return [] }
    state.text.follow(state.editor.buffer.bytes, revision: state.editor.revision, rules: state.rules)
    state.takeSearchPath()
    let cursor = state.editor.buffer.offset(of: state.editor.cursor)
    let part = state.text.surroundings(of: cursor)
    // A statement so long is not read again at each key; Tab still completes in it.
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
    // What is typed in full is no longer offered.
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

/// A key while names are shown; nil where it is the editor's.
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
        // What ends a name ends the choice as well.
        case .character(let character)
        where character == " " || character == ";" || character == "(" || character == ",":
            state.popup = nil
        case .character, .named(.backspace, _), .control("h"): break
        // The editor may know it; where it does not, nothing happens.
        case .alt, .controlAlt, .function: break
        default: state.popup = nil
        }
        return nil
    }
    state.popup = popup
    return []
}

extension WorkspaceState {
    /// Counts what a statement that was run names.
    mutating func count(usesIn statement: [UInt8]) {
        uses.merge(Completion(rules: rules).uses(in: statement)) { $0 + $1 }
    }

    /// Unqualified names are looked for where the session is now; the login that looks names up stays where it began.
    mutating func takeSearchPath() {
        guard let server = phase.facts?.server else { return }
        switch place.dialect {
        case .mysql: if let database = server.database { names.searchPath = [database] }
        case .postgresql: if let path = server.searchedSchemas { names.searchPath = path }
        }
    }

    /// Puts the chosen name into the text.
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
