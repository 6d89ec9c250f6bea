package import AWSCredentials
import Console
package import Failures
import Glibc
import LocalFiles
package import Profiles
import ScreenKit
package import TOML
package import Themes
package import Threads
package import Timestamps
import TokenDelivery
import Tunnels

/// One invocation: its flags, its environment and its files.
package struct Session {
    package let options: InvocationOptions
    package let environment: AWSEnvironment
    /// The tunnels of this run.
    let tunnels: ClusterTunnels
    /// The credentials that the command has looked up, also for its tunnels.
    package let credentials = Locked<CredentialStore?>(nil)

    package init(_ options: InvocationOptions) {
        self.options = options
        let variables = ProcessEnvironment.variables()
        environment = AWSEnvironment(variables: variables, home: ProcessEnvironment.home(variables))
        tunnels = ClusterTunnels { variables }
    }

    /// The current time of the wall clock.
    package var now: Timestamp { Timestamp(secondsSince1970: Int64(time(nil))) }

    /// `--config`, `QUARTERDECK_CONFIG`, or the file under `XDG_CONFIG_HOME`.
    package var profilePath: String {
        options.config ?? environment["QUARTERDECK_CONFIG"] ?? configDirectory + "/clusters.toml"
    }

    /// The settings file is beside the default profile file, even if `--config` names another profile file.
    package var settingsPath: String { configDirectory + "/settings.toml" }

    /// The shipped themes and the user's own in `themes` beside the settings.
    package var themes: ThemeLibrary { ThemeLibrary(folder: configDirectory + "/themes") }

    /// The directory of clipboard files.
    package var clipboardBase: String {
        ClipboardFile.defaultBase(variables: environment.variables, home: environment.home)
    }

    /// The directory of the records of written files; it survives a logout.
    package var clipboardRecords: String { usable(stateDirectory, else: runtimeDirectory) + "/written" }

    /// Quarterdeck's directory for data kept between invocations.
    package var stateDirectory: String {
        let root = environment["XDG_STATE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (root ?? environment.home + "/.local/state") + "/quarterdeck"
    }

    /// The user's ticket, by the flag or `QUARTERDECK_TICKET`.
    package var ticket: String? {
        options.ticket.flatMap { $0.isEmpty ? nil : $0 } ?? environment["QUARTERDECK_TICKET"]
    }

    /// The directory of the audit.
    package var auditDirectory: String { stateDirectory + "/audit" }

    /// Quarterdeck's directory for data that lasts until the user logs out.
    package var runtimeDirectory: String {
        // The system creates it at login; if it is missing, the program must not create it.
        let root = environment["XDG_RUNTIME_DIR"].flatMap {
            $0.hasPrefix("/") && FilePath.resolved($0) != nil ? $0 : nil
        }
        return root.map { $0 + "/quarterdeck" } ?? stateDirectory
    }

    /// Quarterdeck's directory for data that can be recreated.
    package var cacheDirectory: String {
        let root = environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return usable((root ?? environment.home + "/.cache") + "/quarterdeck", else: runtimeDirectory + "/cache")
    }

    /// The first directory, or the second one if the first cannot be created or written: a service's home is often
    /// read-only, and no login may fail for a cache.
    private func usable(_ path: String, else other: String) -> String {
        var place = path
        while access(place, F_OK) != 0, place != "/" { place = FilePath.parent(of: place).directory }
        return access(place, W_OK | X_OK) == 0 ? path : other
    }

    /// A directory on a disk: data beyond the memory must not go to a file system in memory.
    package var spillDirectory: String {
        let wanted = [environment["TMPDIR"], "/var/tmp", "/tmp"].compactMap { $0 }
        return wanted.first { $0.hasPrefix("/") && access($0, W_OK | X_OK) == 0 } ?? "/tmp"
    }

    /// The directory of saved queries.
    package var queriesDirectory: String { configDirectory + "/queries" }

    private var configDirectory: String {
        let root = environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        return (root ?? environment.home + "/.config") + "/quarterdeck"
    }

    /// Reads the profile file.
    ///
    /// - Throws: A `Failure`: the file is missing or unusable.
    package func loadProfiles() throws(Failure) -> ProfileFile {
        let path = environment.path(profilePath)
        guard let bytes = try read(path, limit: ProfileFile.largestByteCount) else {
            throw Failure(
                .noInput, "there is no profile file \(path)",
                next: "write it with quarterdeck init, or name one with --config FILE")
        }
        let file = ProfileFile(reading: bytes, file: path)
        if file.entries.isEmpty, let issue = file.issues.first { throw Failure(issue) }
        return file
    }

    /// Reads the profile file if it exists; commands with an endpoint need none.
    ///
    /// - Parameter mayBeNew: Whether a file that a flag names may be missing, because the command will create it.
    package func loadProfilesIfPresent(mayBeNew: Bool = false) throws(Failure) -> ProfileFile {
        let path = environment.path(profilePath)
        if options.config != nil, !mayBeNew || FileIdentity.of(path) != nil { return try loadProfiles() }
        do throws(Failure) {
            guard let bytes = try read(path, limit: ProfileFile.largestByteCount) else { return .empty }
            return ProfileFile(reading: bytes, file: path)
        } catch {
            ErrorReport.warn("\(path) was left out: \(error.why ?? error.what)")
            return .empty
        }
    }

    /// Reads the settings file with its issues.
    package func readSettings() throws(Failure) -> (settings: Settings, issues: [SourceIssue]) {
        guard let bytes = try read(settingsPath, limit: Settings.largestByteCount) else { return (Settings(), []) }
        return Settings.read(bytes, file: settingsPath, formats: TokenFormat.names, themes: themes.names)
    }

    /// Reads the settings file; unless `quietly`, its issues go to standard error. Wrong values are ignored.
    package func loadSettings(quietly: Bool = false) throws(Failure) -> Settings {
        let (settings, issues) = try readSettings()
        if !quietly { issues.forEach(ErrorReport.warn) }
        return settings
    }

    private func read(_ path: String, limit: Int) throws(Failure) -> [UInt8]? {
        do throws(Failure) {
            return try BoundedFile.read(path, limit: limit)
        } catch {
            // A settings file that is too large is a configuration error, not an input error.
            throw error.status == .badData
                ? Failure(.badConfiguration, error.what, why: error.why, next: error.next) : error
        }
    }
}

extension Failure {
    /// An issue as an error that ends a command.
    ///
    /// - Parameter count: The number of issues of the same cluster.
    package init(_ issue: SourceIssue, of count: Int = 1) {
        let more = count > 1 ? " (\(count - 1) more in `quarterdeck list`)" : ""
        self.init(
            .badConfiguration, issue.place, why: issue.message + more,
            next: issue.suggestion ?? "correct this place in the file",
            cause: issue.customName != nil
                ? .customDNSName : issue.isRegionConflict ? .regionMismatch : .profileInvalid)
    }
}
