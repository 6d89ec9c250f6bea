extension Endpoint {
    /// The name in lower case without a trailing dot.
    ///
    /// - Throws: `EndpointError` when it is no host name.
    static func normalised(_ text: String) throws(EndpointError) -> String {
        // Lower-casing turns some non-ASCII letters into ASCII.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { throw unreadable(text) }
        // A profile file may name ten thousand hosts before the first screen appears, so this compares bytes.
        var host = text.utf8.contains { (0x41...0x5A).contains($0) } ? text.lowercased() : text
        if host.utf8.last == dot { host.removeLast() }
        guard !host.isEmpty else { throw .empty }
        if isAddress(host) {
            guard host.utf8.allSatisfy({ "0123456789abcdefx:.[]".utf8.contains($0) }) else { throw unreadable(text) }
            throw .address(host)
        }
        if let colon = host.utf8.firstIndex(of: UInt8(ascii: ":")) {
            let port = host[host.index(after: colon)...]
            guard host[..<colon].utf8.allSatisfy(isHostByte), let number = Int(port), (1...65_535).contains(number)
            else { throw unreadable(text) }
            throw .includesPort(String(host[..<colon]), number)
        }
        guard host.utf8.count <= 253, host.utf8.allSatisfy(isHostByte),
            host.utf8.split(separator: dot, omittingEmptySubsequences: false).allSatisfy({ (1...63).contains($0.count) }
            )
        else { throw unreadable(text) }
        return host
    }

    /// The error for a text that is no host name; perhaps the user pasted a longer text.
    private static func unreadable(_ text: String) -> EndpointError {
        let pasted = PastedAddress(text)
        guard let surplus = pasted.surplus, let host = pasted.host, host.utf8.contains(dot),
            host.utf8.allSatisfy(isHostByte)
        else { return .notAHostName(text) }
        return .pasted(surplus, host: host, port: pasted.port)
    }

    /// The region of `id.dsql.REGION.on.aws`, or nil for another name. Source: Amazon Aurora DSQL User Guide.
    static func dsqlRegion(_ host: String) -> String? {
        guard ends(host, with: ".on.aws") else { return nil }
        let labels = host.split(separator: ".").map(String.init)
        guard labels.count == 5, labels[1] == "dsql", labels[3...] == ["on", "aws"],
            RegionName.isWellFormed(labels[2])
        else { return nil }
        return labels[2]
    }

    /// The labels of an AWS name before its partition's domain. If two domains match, the longer one counts.
    static func labelsBeforeDomain(_ host: String) -> ([String], Partition)? {
        let partition = Partition.allCases
            .filter { ends(host, with: $0.domain) && host.utf8.dropLast($0.domain.utf8.count).last == dot }
            .max { $0.domain.utf8.count < $1.domain.utf8.count }
        guard let partition else { return nil }
        let rest = host.utf8.dropLast(partition.domain.utf8.count + 1)
        return (rest.split(separator: dot).map { String(Substring($0)) }, partition)
    }

    /// Splits `... REGION.rds` (most partitions) or `... rds.REGION` (China's newer names, GovCloud, ISO).
    static func nameAndRegion(_ labels: [String]) -> (name: [String], region: String)? {
        guard labels.count >= 3 else { return nil }
        let (first, second) = (labels[labels.count - 2], labels[labels.count - 1])
        let name = Array(labels.dropLast(2))
        if isService(second), RegionName.isWellFormed(first) || first == "global" { return (name, first) }
        if isService(first), RegionName.isWellFormed(second) { return (name, second) }
        return nil
    }

    /// The kind of endpoint that the labels before the region name.
    static func kind(of name: [String]) -> Kind? {
        guard let last = name.last, !last.hasSuffix("-") else { return nil }
        if last.hasPrefix("proxy-") {
            return name.count == 2 || (name.count == 3 && name[1] == "endpoint") ? .proxy : nil
        }
        guard name.count <= 2 else { return nil }
        if last.hasPrefix("cluster-ro-") { return .reader }
        if last.hasPrefix("cluster-custom-") { return .custom }
        if last.hasPrefix("cluster-") { return .writer }
        if last.hasPrefix("shardgrp-") { return .shardGroup }
        return .instance
    }

    private static let dot = UInt8(ascii: ".")

    private static func ends(_ host: String, with ending: String) -> Bool {
        host.utf8.suffix(ending.utf8.count).elementsEqual(ending.utf8)
    }

    private static func isService(_ label: String) -> Bool {
        label == "rds" || label == "rds-fips"
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
            UInt8(ascii: "."), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func isAddress(_ host: String) -> Bool {
        if host.utf8.first == UInt8(ascii: "[") { return true }
        let colons = host.utf8.count { $0 == UInt8(ascii: ":") }
        if colons >= 2 {
            if host.contains("::") { return true }
            return host.utf8.allSatisfy {
                ":%.".utf8.contains($0) || (0x30...0x39).contains($0) || (0x61...0x66).contains($0)
            }
        }
        let labels = host.utf8.split(separator: dot, omittingEmptySubsequences: false)
        return labels.allSatisfy { label in
            !label.isEmpty && (label.allSatisfy { (0x30...0x39).contains($0) } || label.starts(with: "0x".utf8))
        }
    }
}
