import SQLWire

/// The output formats of results.
public enum ResultFormat: String, CaseIterable, Sendable {
    /// Columns side by side, in the layout of the server's own client.
    case table
    /// One line for each value, as in psql's `\x` and mysql's `\G`.
    case vertical
    /// RFC 4180 by psql's rules.
    case csv
    /// Tab-separated, with the escapes that COPY's text format and LOAD DATA read.
    case tsv
    /// An array for each result, with an object for each row.
    case json
    /// One object a line for each row.
    case jsonl
    /// GitHub's tables.
    case markdown
    /// SQL statements that insert the rows.
    case insert

    /// A writer for results in this format.
    public func makeWriter(_ options: WriterOptions) -> any ResultWriter {
        switch self {
        case .table where options.dialect == .postgresql: AlignedTable(options)
        case .table: BoxedTable(options)
        case .vertical where options.dialect == .postgresql: ExpandedRecords(options)
        case .vertical: filtered(StarredRecords(options), options)
        case .csv: filtered(DelimitedWriter<CSVStyle>(options), options)
        case .tsv: filtered(DelimitedWriter<TSVStyle>(options), options, tabs: .kept)
        case .json: filtered(JSONWriter(options, layout: .array), options)
        case .jsonl: filtered(JSONWriter(options, layout: .lines), options)
        case .markdown: filtered(MarkdownWriter(options), options)
        case .insert: filtered(InsertWriter(options), options)
        }
    }

    private func filtered<Writer: ResultWriter>(
        _ writer: Writer, _ options: WriterOptions, tabs: HarmlessBytes.Tabs = .pictured
    ) -> any ResultWriter {
        guard options.forTerminal else { return writer }
        return TerminalFilter(writer, tabs: tabs)
    }
}
