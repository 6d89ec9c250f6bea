import Failures
import SessionSetup

/// An error in PostgreSQL's protocol. Source: PostgreSQL, "Error and Notice Message Fields".
struct ErrorResponse {
    private var fields: [(kind: UInt8, text: String)]

    init(sqlState: String, text: String, detail: String? = nil, hint: String? = nil) {
        fields = [("S", "FATAL"), ("V", "FATAL"), ("C", sqlState), ("M", text)].map { (UInt8(ascii: $0), $1) }
        if let detail { fields.append((UInt8(ascii: "D"), detail)) }
        if let hint { fields.append((UInt8(ascii: "H"), hint)) }
    }

    /// The error packet of a failure.
    init(_ failure: Failure, _ trouble: RelayTrouble) {
        self.init(
            sqlState: trouble.sqlState, text: "Quarterdeck: \(failure.what)", detail: failure.why, hint: failure.next)
    }

    /// Parses the body of a server's error; nil for anything else.
    init?(_ body: [UInt8]) {
        fields = []
        var reader = NetworkReader(body)
        while let kind = reader.number(1) {
            if kind == 0 { break }
            guard let text = reader.text() else { return nil }
            fields.append((UInt8(kind), String(decoding: text.prefix(Self.longestText), as: UTF8.self)))
        }
        guard reader.count == 0, !text.isEmpty else { return nil }
    }

    private static let longestText = 4_096

    private func field(_ letter: Unicode.Scalar) -> String? { fields.first { $0.kind == UInt8(ascii: letter) }?.text }

    /// The SQLSTATE, empty where there is none.
    var sqlState: String { field("C") ?? "" }
    /// The server's message text.
    var text: String { field("M") ?? "" }

    /// The same error with a hint, where it has none.
    func advising(_ hint: String?) -> ErrorResponse {
        guard let hint, field("H") == nil else { return self }
        var result = self
        result.fields.append((UInt8(ascii: "H"), hint))
        return result
    }

    /// The same error without parts of the tokens.
    func cleaned(by secrets: LoginSecrets) -> ErrorResponse {
        var result = self
        result.fields = fields.map { ($0.kind, secrets.cleaned($0.text)) }
        return result
    }

    /// The message on the wire.
    var message: [UInt8] {
        let body = fields.flatMap { field in [field.kind] + field.text.utf8.filter { $0 != 0 } + [0] }
        return ProtocolMessage("E", body + [0]).bytes
    }
}
