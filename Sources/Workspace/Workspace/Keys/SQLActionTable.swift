import ScreenKit

/// One line for every action: where it belongs, its keys, and what it does.
extension SQLAction {
    struct Entry {
        let section: Section
        let keys: [String]
        let help: String
        var hint: String?
    }

    var entry: Entry { statementEntry ?? textEntry ?? paneEntry ?? movingEntry ?? gridEntry ?? everywhereEntry }

    private func entry(_ section: Section, _ keys: [String], _ help: String, hint: String? = nil) -> Entry {
        Entry(section: section, keys: keys, help: help, hint: hint)
    }

    private var statementEntry: Entry? {
        switch self {
        case .run:
            entry(
                .statements, ["F5", "alt-enter"],
                "run the selection, or the statement under the cursor; Enter after ; does",
                hint: "run")
        case .runAll: entry(.statements, ["F9"], "run the whole text, statement by statement")
        case .runGuarded:
            entry(
                .statements, ["alt-m"], "run in a transaction, and ask before COMMIT with the number of rows it touched"
            )
        case .cancel:
            entry(
                .statements, ["ctrl-c"], "cancel on the server what runs; said to be cancelled when the server says so",
                hint: "cancel")
        case .explain: entry(.statements, ["F4"], "the plan of the statement as a tree; it is not run", hint: "plan")
        case .explainAnalyze: entry(.statements, ["alt-a"], "the same, and run it to measure it")
        case .reconnect:
            entry(.statements, ["alt-r"], "log in again with a fresh token, and restore the session's settings")
        case .writeAs: entry(.statements, ["alt-g"], "a second session as another user of the cluster, to write")
        default: nil
        }
    }

    private var textEntry: Entry? {
        switch self {
        case .complete: entry(.text, ["tab"], "complete the name; at a line's beginning: indent", hint: "complete")
        case .history: entry(.text, ["ctrl-r"], "search what was run before; again: all clusters", hint: "history")
        case .historyBack: entry(.text, ["alt-p"], "the statement before this one")
        case .historyForward: entry(.text, ["alt-n"], "the one after it")
        case .saved: entry(.text, ["alt-o"], "take a saved query into the text")
        case .save: entry(.text, ["alt-s"], "save the text, or what is selected, as a query")
        case .externalEditor: entry(.text, ["alt-e"], "edit the text in $EDITOR")
        case .findInText: entry(.text, ["ctrl-s"], "find in the text")
        case .clearText: entry(.text, ["alt-k"], "clear the text; undo brings it back")
        default: nil
        }
    }

    private var paneEntry: Entry? {
        switch self {
        case .nextPane: entry(.panes, ["F6"], "from the text to the result and back", hint: "result")
        case .editorPane: entry(.panes, ["alt-i"], "to the text")
        case .zoom: entry(.panes, ["F11", "alt-z"], "give the pane all the room; again: give it back")
        case .taller: entry(.panes, ["alt-down"], "more lines for the text")
        case .shorter: entry(.panes, ["alt-up"], "fewer lines for the text")
        case .browser: entry(.panes, ["F3"], "databases, schemas, tables, columns, as a tree", hint: "schema")
        case .log: entry(.panes, ["F7"], "everything the server said, with times")
        case .results: entry(.panes, ["F8"], "the list of results")
        case .nextResult: entry(.panes, ["alt-right"], "the next result")
        case .previousResult: entry(.panes, ["alt-left"], "the result before")
        case .expanded: entry(.panes, ["alt-x"], "a row as a list of values, for all results; again: as a table")
        default: nil
        }
    }

    private var movingEntry: Entry? {
        switch self {
        case .up: entry(.grid, ["k", "up"], "one row up")
        case .down: entry(.grid, ["j", "down"], "one row down")
        case .left: entry(.grid, ["h", "left"], "one column to the left")
        case .right: entry(.grid, ["l", "right"], "one column to the right")
        case .pageUp: entry(.grid, ["pageup", "ctrl-b"], "one page up")
        case .pageDown: entry(.grid, ["pagedown", "ctrl-f", "space"], "one page down")
        case .halfPageUp: entry(.grid, ["ctrl-u"], "half a page up")
        case .halfPageDown: entry(.grid, ["ctrl-d"], "half a page down")
        case .first: entry(.grid, ["g", "ctrl-home"], "to the first row")
        case .last: entry(.grid, ["G", "ctrl-end"], "to the last row")
        case .firstColumn: entry(.grid, ["0", "home"], "to the first column")
        case .lastColumn: entry(.grid, ["$", "end"], "to the last column")
        case .goTo: entry(.grid, ["#"], "to a row by its number, or by percent: 50%")
        default: nil
        }
    }

    private var gridEntry: Entry? {
        switch self {
        case .search: entry(.grid, ["/"], "search the whole result", hint: "search")
        case .searchBack: entry(.grid, ["\\"], "search backwards")
        case .nextMatch: entry(.grid, ["n"], "the next match")
        case .previousMatch: entry(.grid, ["N"], "the match before")
        case .countMatches: entry(.grid, ["*"], "count the matches in the whole result")
        case .sort: entry(.grid, ["s"], "sort by the column: up, down, as it came", hint: "sort")
        case .filter: entry(.grid, ["&"], "show only rows with a text in them; =, <>, < and > compare the column")
        case .filterByCell: entry(.grid, ["="], "show only rows that have this cell's value in the column")
        case .unfilter: entry(.grid, ["u"], "show all rows again, as they came")
        case .freeze: entry(.grid, ["f"], "keep the columns up to this one in sight; again: let them go")
        case .hide: entry(.grid, ["-"], "hide the column")
        case .showAll: entry(.grid, ["+"], "show all columns again")
        case .wider: entry(.grid, [">"], "a wider column")
        case .narrower: entry(.grid, ["<"], "a narrower one")
        case .fit: entry(.grid, ["w"], "as wide as its values; again: as before")
        case .openCell:
            entry(.grid, ["enter"], "the whole cell: JSON in lines, bytes as hex; of a text the line", hint: "cell")
        case .openRow: entry(.grid, ["x"], "rows one below the other, lines for each column", hint: "row")
        case .selectCells: entry(.grid, ["v"], "select cells from here on; again: drop the selection")
        case .selectRows: entry(.grid, ["V"], "select whole rows")
        case .selectColumns: entry(.grid, ["ctrl-v"], "select whole columns")
        case .copy: entry(.grid, ["y"], "copy what is selected, or the cell", hint: "copy")
        case .copyAs: entry(.grid, ["Y"], "the same in a chosen form: csv, json, insert ...; of a text all")
        case .export: entry(.grid, ["e"], "write the whole result to a file, in the background", hint: "export")
        default: nil
        }
    }

    private var everywhereEntry: Entry {
        switch self {
        case .palette: entry(.everywhere, ["F2", ":"], "find anything to do by its name", hint: "command")
        case .help: entry(.everywhere, ["F1", "?"], "this list; type to find something in it", hint: "help")
        case .redraw: entry(.everywhere, ["ctrl-l"], "draw the screen anew")
        case .stop: entry(.everywhere, ["ctrl-z"], "back to the shell for a while; fg returns")
        case .nextTab: entry(.everywhere, ["F10", "shift-tab"], "the next session, or the deck")
        case .another: entry(.everywhere, ["alt-j"], "another session on the same cluster, with a text of its own")
        case .deck: entry(.everywhere, ["F12", "alt-0"], "the deck; sessions stay open")
        case .close:
            entry(.everywhere, ["ctrl-q", "q"], "close the session; asks when a transaction is open", hint: "close")
        case .accept: entry(.everywhere, ["enter"], "in a dialog: take what is chosen")
        default: entry(.everywhere, ["escape"], "close the dialog: one step back")
        }
    }
}
