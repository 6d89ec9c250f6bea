public import Catalog
import SQLCore
public import ScreenKit

/// What is open above the panes of a session.
public enum SQLOverlay: Sendable {
    /// The keys and what they do, narrowed down by typing.
    case help(FilteredList)
    /// Everything that can be done, by name.
    case palette(FilteredList)
    /// A statement that destroys: the cluster's name has to be typed.
    case confirm(Confirmation, TextField)
    /// Whether what a guarded run touched is to stay.
    case commit(TextField)
    /// A line that is asked for.
    case prompt(Prompt, TextField)
    /// A form for what is copied or exported.
    case formats(FormatUse, selected: Int)
    /// What was run before.
    case history(FilteredList, [HistoryLine], isGlobal: Bool)
    /// Saved queries.
    case saved(FilteredList, [SavedLine])
    /// The results that are kept.
    case results(selected: Int)
    /// Everything that was said; lines up from the end.
    case log(scroll: Int)
    /// A text to be read: a cell, a line.
    case text(Reader)
    /// What is in the server, as a tree.
    case browser(SchemaBrowser, TextField, isFiltering: Bool)
    /// Users that a session to write can be opened as.
    case users([String], selected: Int)
    /// A transaction is open, or something runs: whether to close all the same.
    case leave(String)

    /// What has to be confirmed, and what is done then.
    public struct Confirmation: Sendable {
        /// What is wrong with it, a line each.
        public let reasons: [String]
        /// What runs then.
        public let steps: [Step]
        /// Whether it runs in a transaction that is asked about.
        public let isGuarded: Bool
        /// The scripts that it stands in.
        let scripts: [OpenScript]
    }

    /// A text that is open to be read.
    public struct Reader: Sendable {
        /// What it is, and how much.
        public let title: String
        var reading: TextReading
        /// What is typed to be searched in it, while it is.
        var field: TextField?
        var isBackward = false

        init(title: String, _ lines: [SheetLine]) {
            self.title = title
            reading = TextReading(lines, wrapsAll: true, hasCursor: false)
        }
    }

    /// What a line is asked for.
    public enum Prompt: Sendable, Equatable {
        case goTo
        case search(isBackward: Bool)
        case filter(column: Int)
        case export(format: String)
        case save
        case findInText
    }

    /// What a form is chosen for.
    public enum FormatUse: Sendable, Equatable {
        case copy, export
    }

    /// A saved query.
    public struct SavedLine: Sendable, Equatable {
        /// Its name.
        public let name: String
        /// What it begins with.
        public let about: String

        /// A query's line.
        public init(name: String, about: String) {
            self.name = name
            self.about = about
        }
    }
}
