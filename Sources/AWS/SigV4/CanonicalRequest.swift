/// An HTTP request in the canonical form that is hashed and signed, for any AWS service except S3.
///
/// Source: AWS General Reference, "Create a canonical request".
public struct CanonicalRequest: Sendable {
    /// A query parameter or a header; names may repeat.
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: String

        /// A field; neither part is encoded.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// For instance `GET`.
    public let method: String
    /// The path of the request line, percent-encoded by the client.
    public let path: String
    /// Decoded names and values.
    public let query: [Field]
    /// The headers to sign, `Host` among them.
    public let headers: [Field]
    /// SHA-256 of the body in hexadecimal.
    public let payloadHash: String

    public init(method: String, path: String, query: [Field], headers: [Field], payloadHash: String) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.payloadHash = payloadHash
    }

    /// `host;x-amz-date`: the signed headers' names, in lower case and in order.
    public var signedHeaderNames: String {
        Set(headers.map { $0.name.lowercased() }).sorted { inByteOrder($0, $1) }.joined(separator: ";")
    }

    /// The query in wire form, encoded and sorted by name, then by value.
    public var canonicalQuery: String {
        query
            .map { (PercentEncoding.encode($0.name), PercentEncoding.encode($0.value)) }
            .sorted { $0.0 == $1.0 ? inByteOrder($0.1, $1.1) : inByteOrder($0.0, $1.0) }
            .map { "\($0)=\($1)" }
            .joined(separator: "&")
    }

    /// The canonical form.
    public var text: String {
        let names = signedHeaderNames
        let lines = names.split(separator: ";").map { name in
            let values = headers.filter { $0.name.lowercased() == name }.map { Self.trimmed($0.value) }
            return "\(name):\(values.joined(separator: ","))\n"
        }
        return [
            method.uppercased(), PercentEncoding.encode(Self.normalised(path), keepingSlash: true), canonicalQuery,
            lines.joined(), names, payloadHash,
        ].joined(separator: "\n")
    }

    /// The path without `.`, `..` and empty segments. Source: RFC 3986 section 5.2.4.
    private static func normalised(_ path: String) -> String {
        var segments: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = segments.popLast() } else { segments.append(segment) }
        }
        guard !segments.isEmpty else { return "/" }
        return "/" + segments.joined(separator: "/") + (path.hasSuffix("/") ? "/" : "")
    }

    /// The value without blanks at its ends and with single blanks inside.
    private static func trimmed(_ value: String) -> String {
        value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

private func inByteOrder(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
}
