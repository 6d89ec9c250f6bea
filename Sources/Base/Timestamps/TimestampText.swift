extension Timestamp {
    /// `2026-11-21T14:08:31Z`. Source: RFC 3339.
    public var rfc3339: String {
        let civil = CivilTime(self)
        return "\(padded(civil.year, 4))-\(padded(civil.month))-\(padded(civil.day))T\(clock)Z"
    }

    /// `14:08:31`, UTC.
    public var clock: String {
        let civil = CivilTime(self)
        return "\(padded(civil.hour)):\(padded(civil.minute)):\(padded(civil.second))"
    }

    /// `20261121`.
    public var compactDay: String { String(amzDate.prefix(8)) }

    /// `20261121T140831Z`, the form of `X-Amz-Date`.
    public var amzDate: String {
        let civil = CivilTime(self)
        return "\(padded(civil.year, 4))\(padded(civil.month))\(padded(civil.day))"
            + "T\(padded(civil.hour))\(padded(civil.minute))\(padded(civil.second))Z"
    }

    /// Parses the form of `X-Amz-Date`; nil for anything else.
    public init?(amzDate text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.number(4), let month = scanner.number(2), let day = scanner.number(2),
            scanner.skip("T"), let hour = scanner.number(2), let minute = scanner.number(2),
            let second = scanner.number(2), scanner.skip("Z"), scanner.isAtEnd,
            let moment = CivilTime.moment(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = moment
    }

    /// Parses a timestamp as AWS tools write it: RFC 3339, with `T` or a blank, an optional fraction (ignored), and
    /// `Z`, `UTC`, `+00:00`, `+0000` or `+0000 UTC` as the zone; no zone means UTC. Nil for anything else.
    public init?(text: some StringProtocol) {
        var scanner = DigitScanner(text.utf8)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), scanner.skip("T") || scanner.skip("t") || scanner.skip(" "),
            let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2), scanner.skip(":"),
            let second = scanner.number(2)
        else { return nil }
        if scanner.skip(".") {
            guard scanner.skipDigits() > 0 else { return nil }
        }
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd,
            let moment = CivilTime.moment(
                year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        else { return nil }
        self = moment + -offset
    }
}

private func padded(_ number: Int, _ width: Int = 2) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
