import Failures
import Secrets
import SigV4
import Timestamps

/// Keys from variables or from a file: three values, and hints about the expiry.
struct StaticKeys {
    /// A value and the name of its place.
    typealias Value = (text: String, place: String)

    let accessKeyID: Value
    let secretAccessKey: Value?
    let sessionToken: Value?
    let expiration: Value?
    /// Expiries that other tools recorded. An unreadable one is ignored; the earliest counts.
    var hints: [String] = []

    /// The credentials.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` that names the place, never the value.
    func credentials(missingSecret: String) throws(Failure) -> Credentials {
        guard let secretAccessKey, !secretAccessKey.text.isEmpty else {
            throw Failure(
                .badConfiguration, "AWS credentials are incomplete",
                why: "\(accessKeyID.place) has an access key without a secret key", next: "set \(missingSecret)")
        }
        for value in [accessKeyID, secretAccessKey] { try Self.checkCharacters(value) }
        if let flaw = KeyShape.flaw(ofID: accessKeyID.text.utf8) {
            throw Failure(
                .badConfiguration, "AWS credentials are mixed up", why: "\(accessKeyID.place) holds \(flaw)",
                next: "put the id there, as in AKIA..., and the secret key in its own place")
        }
        if let sessionToken, !sessionToken.text.isEmpty { try Self.checkCharacters(sessionToken) }
        return Credentials(
            accessKeyID: accessKeyID.text, secretAccessKey: Secret(secretAccessKey.text),
            sessionToken: sessionToken.map { Secret($0.text) }, expiration: try expirationMoment())
    }

    private func expirationMoment() throws(Failure) -> Timestamp? {
        let noted = hints.compactMap(Self.moment)
        guard let expiration, !expiration.text.isEmpty else { return noted.min() }
        guard let moment = Timestamp(text: expiration.text) ?? Timestamp(amzDate: expiration.text) else {
            throw Failure(
                .badConfiguration, "the credentials' expiration cannot be read",
                why: "\(expiration.place) is not a date and time", next: "write it as 2026-11-21T14:47:12Z")
        }
        return (noted + [moment]).min()
    }

    /// Parses a time; some tools write seconds or milliseconds since 1970.
    private static func moment(_ text: String) -> Timestamp? {
        if let moment = Timestamp(text: text) ?? Timestamp(amzDate: text) { return moment }
        guard let number = Int64(text), number > 0, [10, 13].contains(text.utf8.count) else { return nil }
        return Timestamp(secondsSince1970: text.utf8.count == 13 ? number / 1_000 : number)
    }

    private static func checkCharacters(_ value: Value) throws(Failure) {
        let scalars = value.text.unicodeScalars
        func refuse(_ found: String) -> Failure {
            Failure(
                .badConfiguration, "AWS credentials are damaged", why: "\(value.place) holds \(found)",
                next: "copy the value again, without what surrounds it")
        }
        if scalars.contains(where: { $0 == "\r" || $0 == "\n" }) { throw refuse("a line break (CR or LF)") }
        if scalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }) {
            throw refuse("a control character")
        }
        if scalars.first?.properties.isWhitespace == true || scalars.last?.properties.isWhitespace == true {
            throw refuse("a blank at its beginning or end")
        }
        if scalars.isEmpty { throw refuse("nothing") }
        if let first = scalars.first, scalars.count > 1, first == scalars.last, first == "\"" || first == "'" {
            throw refuse("quotation marks around it")
        }
        if scalars.contains(where: { !(0x21...0x7E).contains($0.value) }) {
            throw refuse("a blank or a letter that no key has")
        }
    }
}
