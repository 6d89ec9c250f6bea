/// Takes a file of rows apart as it is read: CSV as COPY and psql write it, or tab-separated with backslashes.
struct DelimitedRows {
    /// How values are set apart.
    enum Form {
        /// Commas, double quotes around what has one of them in it; nothing at all is NULL.
        case csv
        /// Tabs, and a backslash before what would be one; `\N` is NULL.
        case tsv
    }

    private let form: Form
    private var row: [[UInt8]?] = []
    private var value: [UInt8] = []
    private var wasQuoted = false
    private var isInQuotes = false
    /// The byte before was a quote within quotes, or a backslash.
    private var isPending = false
    private var hasReturn = false
    /// Rows that are complete.
    private(set) var rows: [[[UInt8]?]] = []

    init(_ form: Form) {
        self.form = form
    }

    /// Takes the complete rows away.
    mutating func take() -> [[[UInt8]?]] {
        defer { rows = [] }
        return rows
    }

    /// Reads on.
    mutating func feed(_ bytes: ArraySlice<UInt8>) {
        for byte in bytes {
            switch form {
            case .csv: feedCSV(byte)
            case .tsv: feedTSV(byte)
            }
        }
    }

    /// The file's end: a last line need not have one.
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
