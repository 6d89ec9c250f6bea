public import Failures
import Secrets
import SigV4
import Timestamps

/// Assumes a role with the credentials of another profile, the environment, the container or the instance. Roles can be
/// chained.
///
/// Source: `botocore.credentials.AssumeRoleProvider`.
public struct AssumeRoleProvider: CredentialProvider {
    public let name = "assumed role"

    public init() {}

    /// Assumes the role of the lookup's profile: one call to STS for every role of the chain, unless the AWS CLI's
    /// cache has its credentials.
    public func answer(_ lookup: CredentialLookup) throws(Failure) -> CredentialAnswer {
        guard RoleConfiguration.isConfigured(lookup.profile, lookup.files) else {
            return .absent(CredentialTrail.notConfigured)
        }
        return .found(try assume(lookup, visited: [lookup.profile]))
    }

    /// Assumes the role of the lookup's profile; `visited` contains the profiles that led to it.
    func assume(_ lookup: CredentialLookup, visited: [String]) throws(Failure) -> FoundCredentials {
        let role = try RoleConfiguration(lookup.profile, lookup.files)
        // Checked before any call: a mistake in the files must be reported even if the network fails.
        let source = try RoleSource(role, lookup, visited: visited)
        let cache = CredentialCache(lookup.environment, key: role.cacheKey)
        let kept = cache.read()
        let now = lookup.services.clock()
        func found(
            _ credentials: Credentials, _ warnings: [String] = [], _ access: AccessWindow? = nil
        ) -> FoundCredentials {
            var found = FoundCredentials(
                credentials: credentials, source: "role \(role.arn) of profile \(role.profile)", warnings: warnings,
                isRenewable: true)
            // A role with MFA needs the person's next code.
            found.access =
                role.mfaSerial == nil
                ? access?.lasting(until: credentials.expiration)
                : credentials.expiration.map { end in
                    AccessWindow(source: "role \(role.arn.split(separator: "/").last ?? "") with MFA", end: end)
                }
            return found
        }
        if let kept, let end = kept.expiration, end.seconds(since: now) >= CredentialCache.renewalSeconds {
            lookup.note("AWS CLI's cache", "found: \(cache.place)")
            return found(kept)
        }
        do throws(Failure) {
            let fresh = try call(role, source, lookup)
            // Only credentials that needed an MFA code are cached on disk; the others are requested again.
            if role.mfaSerial != nil { cache.write(fresh.credentials) }
            return found(fresh.credentials, fresh.warnings, fresh.access)
        } catch {
            // Cached credentials that expire soon are better than none; the failure becomes a warning.
            guard let kept, let end = kept.expiration, end > now, error.status != .interrupted else { throw error }
            return found(kept, ["the role cannot be assumed again: \(error.why ?? error.what)"])
        }
    }

    private func call(
        _ role: RoleConfiguration, _ source: RoleSource, _ lookup: CredentialLookup
    ) throws(Failure) -> (credentials: Credentials, warnings: [String], access: AccessWindow?) {
        let base = try source.credentials(lookup)
        let warnings = try CredentialCheck.check(base, now: lookup.services.clock())
        var call = SecurityTokenCall("AssumeRole")
        call.add("RoleArn", role.arn)
        call.add("RoleSessionName", role.sessionName ?? "quarterdeck-\(lookup.services.clock().secondsSince1970)")
        call.add("ExternalId", role.externalID)
        call.add("DurationSeconds", role.duration.map { String($0) })
        let what = "cannot assume the role \(role.arn)"
        let credentials: Credentials
        if let serial = role.mfaSerial {
            call.add("SerialNumber", serial)
            credentials = try send(call, codeOf: serial, role, lookup, signedBy: base.credentials, failing: what)
        } else {
            credentials = try call.send(lookup, signedBy: base.credentials, failing: what)
        }
        return (credentials, base.warnings + warnings, base.access)
    }

    /// Sends a call with the user's MFA code. If AWS rejects the code, the user is prompted once more.
    private func send(
        _ call: SecurityTokenCall, codeOf serial: String, _ role: RoleConfiguration, _ lookup: CredentialLookup,
        signedBy credentials: Credentials, failing what: String
    ) throws(Failure) -> Credentials {
        func attempt(isAgain: Bool) throws(Failure) -> Credentials {
            var call = call
            let device = MFADevice(serial: serial, role: role.arn, profile: role.profile, isAgain: isAgain)
            call.fields.append(("TokenCode", try lookup.services.interaction.code(for: device)))
            return try call.send(lookup, signedBy: credentials, failing: what)
        }
        do throws(Failure) {
            return try attempt(isAgain: false)
        } catch {
            guard SecurityTokenCall.isRefusedCode(error) else { throw error }
        }
        do throws(Failure) {
            return try attempt(isAgain: true)
        } catch {
            guard SecurityTokenCall.isRefusedCode(error) else { throw error }
            throw Failure(
                .notPermitted, "the MFA code was refused twice", why: error.why,
                next: "wait for the next code of \(serial) and try again; compare its clock and this machine's")
        }
    }
}
