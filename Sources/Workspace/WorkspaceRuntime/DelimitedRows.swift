/// Parses a file of rows while it is read: CSV in the format of COPY and psql, or tab-separated with backslashes.
struct DelimitedRows {
    /// The format.
    enum Form {
        /// Commas; double quotes around values that need them; an empty field is NULL.
        case csv
        /// Tabs, with backslash escapes; `\N` is NULL.
        case tsv
    }

    private let form: Form
    private var row: [[UInt8]?] = []
    private var value: [UInt8] = []
    private var wasQuoted = false
    private var isInQuotes = false
    /// Whether the previous byte was a quote inside quotes, or a backslash.
    private var isPending = false
    private var hasReturn = false
    /// The complete rows.
    private(set) var rows: [[[UInt8]?]] = []

    init(_ form: Form) {
        self.form = form
    }

    /// Removes and returns the complete rows.
    mutating func take() -> [[[UInt8]?]] {
        defer { rows = [] }
        return rows
    }

    /// Parses more bytes.
    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            switch form {
            case .csv: feedCSV(byte)
            case .tsv: feedTSV(byte)
            }
        }
    }

    /// Ends the file: the last line need not have a line end.
    mutating func finish() {
        if hasReturn { endLine() }
        if isPending, form == .csv { (isPending, isInQuotes) = (false, false) }
        if !row.isEmpty || !value.isEmpty || wasQuoted { endRow() }
    }

    private mutating func feedCSV(_ byte: UInt8) {
        if isInQuotes {
            guard isPending else {
                if byte == UInt8(ascii: "\"") { isPending = true } else { value.append(byte) }
                return
            }
            isPending = false
            if byte == UInt8(ascii: "\"") { return value.append(byte) }
            isInQuotes = false
        }
        feedPlain(byte, separator: UInt8(ascii: ","))
    }

    private mutating func feedPlain(_ byte: UInt8, separator: UInt8) {
        if hasReturn {
            hasReturn = false
            if byte == 0x0A { return endRow() }
            value.append(0x0D)
        }
        switch byte {
        case separator: endValue()
        case 0x0A: endRow()
        case 0x0D: hasReturn = true
        case UInt8(ascii: "\"") where form == .csv && value.isEmpty && !wasQuoted:
            (isInQuotes, wasQuoted) = (true, true)
        default: value.append(byte)
        }
    }

    private mutating func feedTSV(_ byte: UInt8) {
        guard isPending else {
            if byte == UInt8(ascii: "\\") { isPending = true } else { feedPlain(byte, separator: 0x09) }
            return
        }
        isPending = false
        switch byte {
        case UInt8(ascii: "n"): value.append(0x0A)
        case UInt8(ascii: "t"): value.append(0x09)
        case UInt8(ascii: "r"): value.append(0x0D)
        case UInt8(ascii: "b"): value.append(0x08)
        case UInt8(ascii: "0"): value.append(0)
        case UInt8(ascii: "N") where value.isEmpty: isNull = true
        default: value.append(byte)
        }
    }

    private var isNull = false

    private mutating func endLine() {
        hasReturn = false
        endRow()
    }

    private mutating func endValue() {
        let isMissing = form == .csv ? value.isEmpty && !wasQuoted : isNull && value.isEmpty
        row.append(isMissing ? nil : value)
        (value, wasQuoted, isNull) = ([], false, false)
    }

    private mutating func endRow() {
        endValue()
        rows.append(row)
        row = []
    }
}
