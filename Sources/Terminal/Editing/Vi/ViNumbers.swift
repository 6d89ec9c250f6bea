extension Editor {
    /// Adds to the decimal number at or after the cursor in the line. Source: Vim, "CTRL-A" in change.txt.
    mutating func addToNumber(_ amount: Int) -> EditorReply {
        let line = Array(buffer.line(cursor.line).utf8)
        func isDigit(_ place: Int) -> Bool { line.indices.contains(place) && (0x30...0x39).contains(line[place]) }
        var start = cursor.column
        while start < line.count, !isDigit(start) { start += 1 }
        guard start < line.count else { return .bell }
        while isDigit(start - 1) { start -= 1 }
        var end = start
        while isDigit(end) { end += 1 }
        // A minus always belongs to the number.
        let isNegative = start > 0 && line[start - 1] == UInt8(ascii: "-")
        let digits = String(decoding: line[start..<end], as: UTF8.self)
        guard let value = Int(digits) else { return .bell }
        let (sum, hasOverflow) = (isNegative ? -value : value).addingReportingOverflow(amount)
        guard !hasOverflow else { return .bell }
        // Leading zeros keep the width.
        let written = String(sum.magnitude)
        let hasZeros = digits.count > 1 && digits.hasPrefix("0")
        let padded = hasZeros ? String(repeating: "0", count: max(0, digits.count - written.count)) + written : written
        let text = (sum < 0 ? "-" : "") + padded
        let first = TextPosition(cursor.line, isNegative ? start - 1 : start)
        change(first..<TextPosition(cursor.line, end), to: text)
        move(to: TextPosition(cursor.line, first.column + text.utf8.count - 1))
        return .handled
    }
}
