import Glibc
import SigV4

/// A request to the local AWS.
struct HTTPRequest: Sendable {
    let method: String
    /// The path of the request line, without the query.
    let path: String
    let query: String
    let headers: [CanonicalRequest.Field]
    let body: [UInt8]

    private static let largestHead = 128 * 1_024
    private static let largestBody = 256 * 1_024
    /// For the whole request, even if it arrives slowly.
    private static let longestSeconds = 10

    private static var uptime: Int {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return now.tv_sec
    }

    /// Reads a request; nil when it is invalid or too large.
    init?(from connection: Socket) {
        var bytes: [UInt8] = []
        var head: Range<Int>?
        let deadline = Self.uptime + Self.longestSeconds
        while head == nil {
            guard Self.uptime < deadline else { return nil }
            let more = connection.read(upTo: 16_384)
            guard !more.isEmpty, bytes.count + more.count <= Self.largestHead else { return nil }
            let searched = max(0, bytes.count - 3)
            bytes += more
            head = Self.blankLine(in: bytes, from: searched)
        }
        guard let end = head, let text = String(validating: bytes[..<end.lowerBound], as: UTF8.self) else { return nil }
        let lines = text.split(separator: "\r\n", omittingEmptySubsequences: false)
        let words = lines[0].split(separator: " ")
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { return nil }
        let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        method = String(words[0])
        path = String(target[0])
        query = target.count == 2 ? String(target[1]) : ""
        headers = lines.dropFirst().compactMap { line in
            let halves = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard halves.count == 2 else { return nil }
            return .init(String(halves[0]), String(halves[1].drop { $0 == " " }))
        }
        let stated = headers.first { $0.name.lowercased() == "content-length" }?.value ?? "0"
        guard let length = Int(stated), (0...Self.largestBody).contains(length),
            !headers.contains(where: { $0.name.lowercased() == "transfer-encoding" })
        else { return nil }
        var body = Array(bytes[end.upperBound...].prefix(length))
        while body.count < length {
            let more = connection.read(upTo: length - body.count)
            guard !more.isEmpty, Self.uptime < deadline else { return nil }
            body += more
        }
        self.body = body
    }

    /// A header's value.
    subscript(header name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    private static func blankLine(in bytes: [UInt8], from start: Int) -> Range<Int>? {
        let mark = Array("\r\n\r\n".utf8)
        guard bytes.count >= mark.count else { return nil }
        for index in start...(bytes.count - mark.count) where bytes[index..<index + 4].elementsEqual(mark) {
            return index..<index + 4
        }
        return nil
    }
}

/// A response of the local AWS.
struct HTTPResponse: Sendable {
    let status: Int
    let contentType: String
    let body: String
    var headers: [(String, String)] = []

    static func text(_ body: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "text/plain", body: body)
    }

    static func json(_ body: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "application/json", body: body)
    }

    static func xml(_ body: String, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, contentType: "text/xml", body: body)
    }

    var bytes: [UInt8] {
        let lines =
            ["HTTP/1.1 \(status) \(status < 400 ? "OK" : "Refused")", "Content-Type: \(contentType)"]
            + headers.map { "\($0.0): \($0.1)" }
            + ["Content-Length: \(body.utf8.count)", "Connection: close", "", ""]
        return Array(lines.joined(separator: "\r\n").utf8) + Array(body.utf8)
    }
}
