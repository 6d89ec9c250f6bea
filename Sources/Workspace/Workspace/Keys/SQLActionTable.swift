public import ScreenKit

/// One line for every action: its heading, keys and help.
extension SQLAction {
    typealias Entry = KeyEntry<Section>

    /// The action's line in the table of keys.
    public var entry: KeyEntry<Section> {
        statementEntry ?? textEntry ?? paneEntry ?? movingEntry ?? gridEntry ?? everywhereEntry
    }

    private func entry(_ section: Section, _ keys: [String], _ help: String, hint: String? = nil) -> Entry {
        KeyEntry(section, keys, help, hint: hint)
    }

    private var statementEntry: Entry? {
        switch self {
        case .run:
            entry(
                .statements, ["F5", "alt-enter"],
                "run the selection or the statement under the cursor; so does Enter after ;",
                hint: "run")
        case .runAll: entry(.statements, ["F9"], "run the whole text, statement by statement")
        case .runGuarded:
            entry(
                .statements, ["alt-m"], "run in a transaction, show how many rows changed, and ask before COMMIT"
            )
        case .cancel:
            entry(
                .statements, ["ctrl-c"], "cancel the statement on the server",
                hint: "cancel")
        case .explain:
            entry(.statements, ["F4"], "show the statement's plan as a tree without running it", hint: "plan")
        case .explainAnalyze: entry(.statements, ["alt-a"], "run the statement and show its plan with measurements")
        case .reconnect:
            entry(.statements, ["alt-r"], "log in again with a fresh token and restore the session's settings")
        case .writeAs: entry(.statements, ["alt-g"], "open another session as another user of the cluster")
        case .cancelCluster:
            entry(
                .statements, ["c"], "on several clusters: cancel the statement on the cluster under the cursor",
                hint: "cancel this one")
        case .failedAgain:
            entry(
                .statements, ["r"], "on several clusters: run the statement again where it failed",
                hint: "failed again")
        case .differences:
            entry(
                .statements, ["D"], "on several clusters: group equal answers and show which clusters differ",
                hint: "differences")
        default: nil
        }
    }

    private var textEntry: Entry? {
        switch self {
        case .complete: entry(.text, ["tab"], "complete the name; at the start of a line, indent", hint: "complete")
        case .history: entry(.text, ["ctrl-r"], "search the history; again: of all clusters", hint: "history")
        case .historyBack: entry(.text, ["alt-p"], "put the previous statement of the history into the text")
        case .historyForward: entry(.text, ["alt-n"], "put the next statement of the history into the text")
        case .saved: entry(.text, ["alt-o"], "insert a saved query")
        case .save: entry(.text, ["alt-s"], "save the text or the selection as a query")
        case .externalEditor: entry(.text, ["alt-e"], "edit the text in $EDITOR")
        case .findInText: entry(.text, ["ctrl-s"], "find in the text")
        case .clearText: entry(.text, ["alt-k"], "clear the text; undo brings it back")
        default: nil
        }
    }

    private var paneEntry: Entry? {
        switch self {
        case .nextPane: entry(.panes, ["F6"], "switch between text and result", hint: "result")
        case .editorPane: entry(.panes, ["alt-i"], "go to the text")
        case .zoom: entry(.panes, ["F11", "alt-z"], "show only this pane, on and off")
        case .taller: entry(.panes, ["alt-down"], "give the text more lines")
        case .shorter: entry(.panes, ["alt-up"], "give the text fewer lines")
        case .browser: entry(.panes, ["F3"], "show databases, schemas, tables and columns as a tree", hint: "schema")
        case .log: entry(.panes, ["F7"], "show the log: server messages and statements with times")
        case .results: entry(.panes, ["F8"], "list the results")
        case .nextResult: entry(.panes, ["alt-right"], "show the next result")
        case .previousResult: entry(.panes, ["alt-left"], "show the previous result")
        case .expanded: entry(.panes, ["alt-x"], "show results with one value a line, on and off")
        default: nil
        }
    }

    private var movingEntry: Entry? {
        switch self {
        case .up: entry(.grid, ["k", "up"], "move one row up")
        case .down: entry(.grid, ["j", "down"], "move one row down")
        case .left: entry(.grid, ["h", "left"], "move one column left")
        case .right: entry(.grid, ["l", "right"], "move one column right")
        case .pageUp: entry(.grid, ["pageup", "ctrl-b"], "move one page up")
        case .pageDown: entry(.grid, ["pagedown", "ctrl-f", "space"], "move one page down")
        case .halfPageUp: entry(.grid, ["ctrl-u"], "move half a page up")
        case .halfPageDown: entry(.grid, ["ctrl-d"], "move half a page down")
        case .first: entry(.grid, ["g", "ctrl-home"], "go to the first row")
        case .last: entry(.grid, ["G", "ctrl-end"], "go to the last row")
        case .firstColumn: entry(.grid, ["0", "home"], "go to the first column")
        case .lastColumn: entry(.grid, ["$", "end"], "go to the last column")
        case .goTo: entry(.grid, ["#"], "go to a row by its number or by percent (50%)")
        default: nil
        }
    }

    private var gridEntry: Entry? {
        switch self {
        case .search: entry(.grid, ["/"], "search the whole result", hint: "search")
        case .searchBack: entry(.grid, ["\\"], "search the whole result backwards")
        case .nextMatch: entry(.grid, ["n"], "go to the next match")
        case .previousMatch: entry(.grid, ["N"], "go to the previous match")
        case .countMatches: entry(.grid, ["*"], "count the matches in the whole result")
        case .sort: entry(.grid, ["s"], "sort by the column: ascending, descending, original order", hint: "sort")
        case .filter: entry(.grid, ["&"], "show only rows that contain a text; =, <>, < and > compare the column")
        case .filterByCell: entry(.grid, ["="], "show only rows with this cell's value in the column")
        case .unfilter: entry(.grid, ["u"], "show all rows in their original order")
        case .freeze: entry(.grid, ["f"], "freeze the columns up to this one, on and off")
        case .hide: entry(.grid, ["-"], "hide the column")
        case .showAll: entry(.grid, ["+"], "show all columns")
        case .wider: entry(.grid, [">"], "make the column wider")
        case .narrower: entry(.grid, ["<"], "make the column narrower")
        case .fit: entry(.grid, ["w"], "fit the column to its values, on and off")
        case .openCell:
            entry(.grid, ["enter"], "show the whole cell (JSON in lines, bytes as hex) or the whole line", hint: "cell")
        case .openRow: entry(.grid, ["x"], "show one value a line, on and off", hint: "row")
        case .selectCells: entry(.grid, ["v"], "start or drop a selection of cells")
        case .selectRows: entry(.grid, ["V"], "select whole rows")
        case .selectColumns: entry(.grid, ["ctrl-v"], "select whole columns")
        case .copy: entry(.grid, ["y"], "copy the selection or the cell", hint: "copy")
        case .copyAs: entry(.grid, ["Y"], "copy in another format: csv, json, insert ...; of a text, all of it")
        case .export: entry(.grid, ["e"], "export the whole result to a file, in the background", hint: "export")
        default: changeEntry
        }
    }

    private var changeEntry: Entry? {
        switch self {
        case .editCell:
            entry(
                .grid, ["E"], "edit the cell: show the UPDATE, run it in a transaction, ask before COMMIT",
                hint: "edit")
        case .insertRow: entry(.grid, ["insert"], "insert a row into the result's table")
        case .deleteRow: entry(.grid, ["delete"], "delete the row from its table")
        case .follow:
            entry(
                .grid, ["alt-f"], "follow a foreign key: show the row it refers to, or the rows that refer to this one")
        case .followBack: entry(.grid, ["backspace"], "go back to the result before")
        default: nil
        }
    }

    private var everywhereEntry: Entry {
        switch self {
        case .palette: entry(.everywhere, ["F2", ":"], "find an action by its name", hint: "command")
        case .help: entry(.everywhere, ["F1", "?"], "show this list; type to search it", hint: "help")
        case .redraw: entry(.everywhere, ["ctrl-l"], "redraw the screen")
        case .stop: entry(.everywhere, ["ctrl-z"], "suspend; the shell command fg returns")
        case .nextTab: entry(.everywhere, ["F10", "shift-tab"], "show the next session or the deck")
        case .another: entry(.everywhere, ["alt-j"], "open another session on the same cluster")
        case .deck: entry(.everywhere, ["F12", "alt-0"], "show the deck; sessions stay open")
        case .close:
            entry(.everywhere, ["ctrl-q", "q"], "close the session; asks if a transaction is open", hint: "close")
        case .accept: entry(.everywhere, ["enter"], "in a dialog: accept the selection")
        default: entry(.everywhere, ["escape"], "close the dialog")
        }
    }
}
