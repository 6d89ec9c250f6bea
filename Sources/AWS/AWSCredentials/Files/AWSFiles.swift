public import Failures
import LocalFiles

/// A profile's keys and their file.
struct AWSProfile: Sendable {
    let file: String
    let entries: [String: INIFile.Entry]

    subscript(key: String) -> String? { entries[key]?.value }

    /// `~/.aws/config:12`, the position of a key, for messages.
    func place(of key: String) -> String {
        entries[key].map { "\(file):\($0.line)" } ?? file
    }
}

/// The content of the two AWS files at the time of a lookup.
public struct AWSFiles: Sendable {
    /// The config file's profiles by name.
    let config: NamedSections
    /// The credentials file's profiles by name.
    let credentials: NamedSections
    /// `[sso-session x]` sections of the config file, by name.
    let singleSignOn: NamedSections
    /// `[services x]` sections of the config file, by name.
    let services: NamedSections
    /// What was ignored, one line each.
    public let warnings: [String]
    /// Both files' paths, for messages.
    let names: (config: String, credentials: String)

    private static let largestByteCount = 4 << 20

    /// Reads both files; a missing file counts as empty.
    ///
    /// - Throws: A `Failure` that names file and line, status `badConfiguration`.
    public init(reading environment: AWSEnvironment) throws(Failure) {
        var warnings: [String] = []
        let configPlace = FilePlace("AWS_CONFIG_FILE", environment.configFile, environment)
        let credentialsPlace = FilePlace("AWS_SHARED_CREDENTIALS_FILE", environment.credentialsFile, environment)
        let (configName, credentialsName) = (configPlace.name, credentialsPlace.name)
        names = (configName, credentialsName)
        let configFile = try Self.read(configPlace, &warnings)
        let credentialsFile = try Self.read(credentialsPlace, &warnings)
        self.warnings = warnings
        // If several sections name the same profile, such as `[profile a]` and `[profile "a"]`, the last one counts.
        func sections(_ kind: String) -> NamedSections {
            var result = NamedSections()
            for section in configFile.names {
                guard let name = Self.name(section, kind), let entries = configFile.sections[ExactName(section)] else {
                    continue
                }
                result[name] = AWSProfile(file: configName, entries: entries)
            }
            return result
        }
        config = sections("profile")
        singleSignOn = sections("sso-session")
        services = sections("services")
        var keys = NamedSections()
        for (name, entries) in credentialsFile.sections {
            keys[name.text] = AWSProfile(file: credentialsName, entries: entries)
        }
        credentials = keys
    }

    /// Whether either file has the profile.
    func has(_ profile: String) -> Bool {
        config[profile] != nil || credentials[profile] != nil
    }

    /// A profile's key as botocore merges the files: the credentials file's value wins if both have one.
    func value(_ key: String, of profile: String) -> (text: String, place: String)? {
        for source in [credentials[profile], config[profile]] {
            if let source, let text = source[key], !text.isEmpty { return (text, source.place(of: key)) }
        }
        return nil
    }

    /// A profile's key as botocore merges the files, an empty value included; nil when neither file has the key.
    func merged(_ key: String, of profile: String) -> (text: String, place: String)? {
        for source in [credentials[profile], config[profile]] {
            if let source, let text = source[key] { return (text, source.place(of: key)) }
        }
        return nil
    }

    /// The region of the profile.
    public func region(of profile: String) -> String? {
        value("region", of: profile)?.text
    }

    /// Whether neither file has any profile.
    var isEmpty: Bool { config.isEmpty && credentials.isEmpty }

    /// The names of all profiles, in order.
    public var profileNames: [String] {
        Set(config.names).union(credentials.names).sorted()
    }

    private static func read(_ place: FilePlace, _ warnings: inout [String]) throws(Failure) -> INIFile {
        let bytes: [UInt8]?
        if let problem = place.problem {
            warnings.append(problem)
            return INIFile()
        }
        do throws(Failure) {
            bytes = place.isFile ? try BoundedFile.read(place.path, limit: largestByteCount) : nil
        } catch {
            guard error.status == .noInput else { throw error }
            // As in botocore, an unreadable file counts as missing: another source may have the credentials.
            warnings.append("\(place.name) was left out: \(error.why ?? "it cannot be read")")
            return INIFile()
        }
        do throws(INIFile.Mistake) {
            return try bytes.map { bytes throws(INIFile.Mistake) in try INIFile(parsing: bytes) } ?? INIFile()
        } catch {
            throw Failure(
                .badConfiguration, "cannot read the AWS file \(place.name):\(error.line):1", why: error.reason,
                next: "correct that line; the AWS CLI refuses the file, too")
        }
    }

    /// The name in a section header of the config file: `default`, `profile x`, `profile "x y"`, `sso-session x`.
    private static func name(_ section: String, _ kind: String) -> String? {
        if section == "default", kind == "profile" { return section }
        guard section.hasPrefix(kind), let words = ShellWords.split(section), words.count == 2 else { return nil }
        return words[1]
    }
}
