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
    let config: [String: AWSProfile]
    /// Profiles by name of the credentials file.
    let credentials: [String: AWSProfile]
    /// Both files' names, for messages.
    let names: (config: String, credentials: String)

    private static let largestByteCount = 4 << 20

    /// Reads both files; one that is not there counts as empty.
    ///
    /// - Throws: A `Failure` that names file and line, status `badConfiguration`.
    public init(reading environment: AWSEnvironment) throws(Failure) {
        names = (environment.abbreviated(environment.configFile), environment.abbreviated(environment.credentialsFile))
        let configSections = try Self.sections(environment.configFile, named: names.config)
        let credentialSections = try Self.sections(environment.credentialsFile, named: names.credentials)
        let configName = names.config
        let credentialsName = names.credentials
        var profiles: [String: AWSProfile] = [:]
        for (section, entries) in configSections {
            guard let name = Self.profileName(section) else { continue }
            // Of [default] and [profile default], the latter counts.
            if profiles[name] == nil || section != "default" {
                profiles[name] = AWSProfile(file: configName, entries: entries)
            }
        }
        config = profiles
        credentials = credentialSections.mapValues { AWSProfile(file: credentialsName, entries: $0) }
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

    /// The region that the profile names.
    public func region(of profile: String) -> String? {
        value("region", of: profile)?.text
    }

    /// All profiles' names, in order.
    public var profileNames: [String] {
        Set(config.keys).union(credentials.keys).sorted()
    }

    private static func sections(
        _ path: String, named name: String
    ) throws(Failure) -> [String: [String: INIFile.Entry]] {
        guard let bytes = try BoundedFile.read(path, limit: largestByteCount) else { return [:] }
        do {
            return try INIFile(parsing: bytes).sections
        } catch {
            throw Failure(
                .badConfiguration, "cannot read the AWS file \(name):\(error.line):1", why: error.reason,
                next: "correct that line; the AWS CLI refuses the file, too")
        }
    }

    /// The profile that a section of the config file describes: `default`, `profile x`, `profile "x y"`.
    private static func profileName(_ section: String) -> String? {
        if section == "default" { return section }
        guard section.hasPrefix("profile"), let words = ShellWords.split(section), words.count == 2 else { return nil }
        return words[1]
    }
}
