import Failures
import Glibc
import LocalFiles
import Secrets
import SigV4
import Timestamps

/// The files of the profile `login`: the AWS CLI's cache of an `aws login` session, and a stand-in for the AWS CLI that
/// renews it through the local AWS. The stand-in needs bash.
struct LoginFiles {
    /// The subdirectory with the cache.
    static let cache = "login"

    /// The directory of the sandbox's AWS files.
    let directory: String
    let people: SandboxPeople
    let port: Int
    let containerToken: String

    /// The session's name in the config file.
    static func session(_ people: SandboxPeople) -> String {
        "arn:aws:sts::\(SandboxNames.account):assumed-role/\(people.role)/jane"
    }

    private var file: String {
        let digits = MessageDigest.sha256(Array(Self.session(people).utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.utf8.count == 1 ? "0" + digits : digits
        }
        return digits.joined() + ".json"
    }

    /// - Parameter write: Writes a text to a name in a directory.
    func write(with write: (String, String, String) throws(Failure) -> Void) throws(Failure) {
        for name in [Self.cache, "bin"] { _ = try PrivateDirectory(creating: directory + "/" + name) }
        let keys = people.login
        try write(
            content(
                keys.accessKeyID, keys.secretAccessKey.revealText(), keys.sessionToken?.revealText() ?? "",
                keys.expiration?.rfc3339 ?? ""), file, directory + "/" + Self.cache)
        try write(program, "aws", directory + "/bin")
        chmod(directory + "/bin/aws", 0o700)
    }

    /// Source: `botocore.utils.LoginTokenLoader`.
    private func content(_ key: String, _ secret: String, _ token: String, _ end: String) -> String {
        #"{"accessToken":{"accessKeyId":"\#(key)","secretAccessKey":"\#(secret)","sessionToken":"\#(token)","#
            + #""accountId":"\#(SandboxNames.account)","expiresAt":"\#(end)"},"tokenType":"aws_sigv4","#
            + #""refreshToken":"sandbox","idToken":"sandbox","dpopKey":"sandbox","clientId":"sandbox"}"#
    }

    private var program: String {
        """
        #!/bin/bash
        # Renews the keys of the sandbox's profile "login", as the AWS CLI does.
        [ "$*" = "configure export-credentials --profile login --format process" ] || {
            echo "this aws knows only: configure export-credentials --profile login --format process" >&2; exit 252; }
        exec 3<>/dev/tcp/127.0.0.1/\(port) || exit 255
        printf 'GET \(LocalAWS.containerPath) HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n' >&3
        printf 'Authorization: \(containerToken)\\r\\nConnection: close\\r\\n\\r\\n' >&3
        reply=$(cat <&3)
        field() { sed -n "s/.*\\"$1\\":\\"\\([^\\"]*\\)\\".*/\\1/p" <<< "$reply"; }
        key=$(field AccessKeyId) secret=$(field SecretAccessKey) token=$(field Token) end=$(field Expiration)
        [ -n "$key" ] || { echo "the local AWS gave no keys" >&2; exit 255; }
        file=${AWS_LOGIN_CACHE_DIRECTORY:?}/\(file)
        printf '%s' '\(content("'\"$key\"'", "'\"$secret\"'", "'\"$token\"'", "'\"$end\"'"))' > "$file.$$"
        chmod 600 "$file.$$" && mv "$file.$$" "$file"
        printf '{"Version":1,"AccessKeyId":"%s","SecretAccessKey":"%s","SessionToken":"%s","Expiration":"%s"}' \\
            "$key" "$secret" "$token" "$end"

        """
    }
}
