public import Failures
import LocalFiles

/// A profile's keys, with the file they stand in.
struct AWSProfile: Sendable {
    let file: String
    let entries: [String: INIFile.Entry]

    /// A key's value.
    subscript(key: String) -> String? { entries[key]?.value }

    /// `~/.aws/config:12`, the place of a key, for messages.
    func place(of key: String) -> String {
        entries[key].map { "\(file):\($0.line)" } ?? file
    }
}

/// The two AWS files as they stand on disk at the moment of a lookup.
public struct AWSFiles: Sendable {
    /// Profiles by name of the config file.
    let config: NamedSections
    /// Profiles by name of the credentials file.
    let credentials: NamedSections
    /// `[sso-session x]` sections of the config file, by name.
    let singleSignOn: NamedSections
    /// `[services x]` sections of the config file, by name.
    let services: NamedSections
    /// What was left out, one line each.
    public let warnings: [String]
    /// Both files' names, for messages.
    let names: (config: String, credentials: String)

    private static let largestByteCount = 4 << 20

    /// Reads both files; one that is not there counts as empty.
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
        // Of sections that name the same profile, `[profile a]` and `[profile "a"]`, the last one counts.
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

    /// A profile's key as botocore merges the files: the credentials file's value counts where both have one.
    func value(_ key: String, of profile: String) -> (text: String, place: String)? {
        for source in [credentials[profile], config[profile]] {
            if let source, let text = source[key], !text.isEmpty { return (text, source.place(of: key)) }
        }
        return nil
    }

    /// A profile's key as botocore merges the files, an empty value included; nil where neither file has the key.
    func merged(_ key: String, of profile: String) -> (text: String, place: String)? {
        for source in [credentials[profile], config[profile]] {
            if let source, let text = source[key] { return (text, source.place(of: key)) }
        }
        return nil
    }

    /// The region that the profile names.
    public func region(of profile: String) -> String? {
        value("region", of: profile)?.text
    }

    /// Whether neither file has any profile.
    var isEmpty: Bool { config.isEmpty && credentials.isEmpty }

    /// All profiles' names, in order.
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
            // As to botocore: what may not be read is not there. Another source may have what is wanted.
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

    /// What a section of the config file describes: `default`, `profile x`, `profile "x y"`, `sso-session x`.
    private static func name(_ section: String, _ kind: String) -> String? {
        if section == "default", kind == "profile" { return section }
        guard section.hasPrefix(kind), let words = ShellWords.split(section), words.count == 2 else { return nil }
        return words[1]
    }
}
