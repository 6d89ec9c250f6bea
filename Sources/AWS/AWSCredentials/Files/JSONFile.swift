import Failures
import JSON
import LocalFiles
import Secrets

/// The user's own JSON file in which an AWS tool keeps secrets.
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

    /// The state of the file.
    enum Content {
        case absent
        /// Not a JSON object, or too large.
        case damaged
        case json(JSONValue)
    }

    /// The content; nil when there is no file.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` when the file is a link, another user's, or not JSON.
    func read() throws(Failure) -> JSONValue? { try json(try content()) }

    /// The content of the file in an open directory.
    func read(in directory: borrowing PrivateDirectory) throws(Failure) -> JSONValue? {
        try json(try content(in: directory))
    }

    /// The state of the file.
    ///
    /// - Throws: A `Failure` with status `badConfiguration` when it is a link or another user's file.
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

    /// Replaces the file by `text`, mode 0600; fails when the name belongs to anything but the user's own file.
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
