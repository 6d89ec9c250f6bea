public import Catalog
import SQLScript
public import ScreenKit

/// The dialogs above the panes of a session.
public enum SQLOverlay: Sendable {
    /// The keys and their meaning, with a filter.
    case help(FilteredList)
    /// All actions by name.
    case palette(FilteredList)
    /// A destructive statement: the user must type the cluster's name.
    case confirm(Confirmation, TextField)
    /// Whether to commit the changes of a guarded run.
    case commit(TextField)
    /// An input line.
    case prompt(Prompt, TextField)
    /// The format for copying or exporting.
    case formats(FormatUse, selected: Int)
    /// Statements of the history.
    case history(FilteredList, [HistoryLine], isGlobal: Bool)
    /// Saved queries.
    case saved(FilteredList, [SavedLine])
    /// The kept results.
    case results(selected: Int)
    /// All messages; `scroll` counts lines up from the end.
    case log(scroll: Int)
    /// A text to read: a cell, a line.
    case text(Reader)
    /// The schema browser.
    case browser(SchemaBrowser, TextField, isFiltering: Bool)
    /// The users for a session with write access.
    case users([String], selected: Int)
    /// A change of a row: its values and its statement.
    case row(RowDialog)
    /// The foreign keys of a value, to choose one.
    case follow([RowLink], selected: Int)
    /// Whether to close the session although a transaction is open or a statement runs.
    case leave(String)

    /// A confirmation, and the steps after it.
    public struct Confirmation: Sendable {
        /// The reasons, one line each.
        public let reasons: [String]
        /// The steps to run after a yes.
        public let steps: [Step]
        /// Whether they run in a transaction that needs another confirmation.
        public let isGuarded: Bool
        /// The open scripts of the steps.
        let scripts: [OpenScript]
    }

    /// A text that is open for reading.
    public struct Reader: Sendable {
        /// The title with the size.
        public let title: String
        var reading: TextReading
        /// The search line while the user types.
        var field: TextField?
        var isBackward = false

        init(title: String, _ lines: [SheetLine]) {
            self.title = title
            reading = TextReading(lines, wrapsAll: true, hasCursor: false)
        }
    }

    /// The purpose of an input line.
    public enum Prompt: Sendable, Equatable {
        case goTo
        case search(isBackward: Bool)
        case filter(column: Int)
        case export(format: String)
        case save
        case findInText
    }

    /// The purpose of a format.
    public enum FormatUse: Sendable, Equatable {
        case copy, export
    }

    /// A saved query.
    public struct SavedLine: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// The first line of the query.
        public let about: String

        public init(name: String, about: String) {
            self.name = name
            self.about = about
        }
    }
}
