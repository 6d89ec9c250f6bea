import Failures
import JSON
import LocalFiles
import Secrets

/// A JSON file of the user's own in which an AWS tool keeps secrets.
struct JSONFile {
    let directory: String
    let name: String
    /// For messages.
    let place: String

    init(_ environment: AWSEnvironment, directory: String, name: String) {
        self.directory = environment.awsPath(directory)
        self.name = name
        place = environment.abbreviated(self.directory) + "/" + name
    }

    private static let largest = 256 * 1_024

    /// What stands there.
    enum Content {
        case absent
        /// No JSON object, or too much of it.
        case damaged
        case json(JSONValue)
    }

    /// What it holds; nil where there is none.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` when it is a link, someone else's, or no JSON.
    func read() throws(Failure) -> JSONValue? { try json(try content()) }

    /// The same in a directory that is open.
    func read(in directory: borrowing PrivateDirectory) throws(Failure) -> JSONValue? {
        try json(try content(in: directory))
    }

    /// What stands there.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` when it is a link or someone else's.
    func content() throws(Failure) -> Content {
        guard FileIdentity.of(directory) != nil else { return .absent }
        return try content(in: try PrivateDirectory(opening: directory))
    }

    private func content(in directory: borrowing PrivateDirectory) throws(Failure) -> Content {
        switch directory.entry(name) {
        case .absent: return .absent
        case .foreign(let what):
            throw Failure(
                .badConfiguration, "\(place) is not used", why: "it is \(what)",
                next: "remove it, and log in again")
        case .ownFile:
            guard let bytes = directory.read(name, limit: Self.largest), let json = JSONValue(Secret(copying: bytes)),
                case .object = json
            else { return .damaged }
            return .json(json)
        }
    }

    private func json(_ content: Content) throws(Failure) -> JSONValue? {
        switch content {
        case .absent: return nil
        case .json(let json): return json
        case .damaged:
            throw Failure(
                .badConfiguration, "\(place) is not used", why: "it is damaged", next: "remove it, and log in again")
        }
    }

    /// Replaces it by `text`, mode 0600, unless something that is not the user's own file stands there.
    func write(_ text: borrowing SecretBuffer, in directory: borrowing PrivateDirectory) throws(Failure) {
        let entry = directory.entry(name)
        var outcome: Result<Void, Failure> = .success(())
        if case .foreign(let what) = entry {
            throw Failure(.cannotCreate, "\(place) is not replaced", why: "it is \(what)")
        }
        text.revealBytes { bytes in
            do throws(Failure) {
                try directory.replace(name, expecting: entry, with: bytes)
            } catch {
                outcome = .failure(error)
            }
        }
        try outcome.get()
    }
}
