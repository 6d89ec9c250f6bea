/// The capability flags of MySQL's protocol. Source: MySQL internals, "Capabilities Flags".
struct Capabilities: OptionSet {
    let rawValue: UInt32

    static let connectWithDatabase = Capabilities(rawValue: 1 << 3)
    static let compress = Capabilities(rawValue: 1 << 5)
    static let localFiles = Capabilities(rawValue: 1 << 7)
    static let protocol41 = Capabilities(rawValue: 1 << 9)
    static let tls = Capabilities(rawValue: 1 << 11)
    static let secureConnection = Capabilities(rawValue: 1 << 15)
    static let pluginAuthentication = Capabilities(rawValue: 1 << 19)
    static let connectAttributes = Capabilities(rawValue: 1 << 20)
    static let lengthEncodedAuthentication = Capabilities(rawValue: 1 << 21)
    static let queryAttributes = Capabilities(rawValue: 1 << 27)
    static let zstdCompression = Capabilities(rawValue: 1 << 26)

    /// The flags that an IAM login requires.
    static let needed: Capabilities = [.protocol41, .secureConnection, .pluginAuthentication]

    /// The server is not a MariaDB server; MariaDB stores further capabilities elsewhere in its greeting. For clients of
    /// both, the flag has no other meaning.
    static let isMySQL = Capabilities(rawValue: 1)

    /// The flags that MySQL 5.7, MariaDB 10.2 and later versions have: all flags up to session state and the short end
    /// of results, without TLS, compression and expired passwords.
    static let common = Capabilities(rawValue: 0x01BF_A7DF)

    /// The flags hidden from the child: the relay itself handles TLS, and it cannot read compressed packets.
    static func withheld(allowsLocalFiles: Bool) -> Capabilities {
        let always: Capabilities = [.tls, .compress, .zstdCompression]
        return allowsLocalFiles ? always : always.union(.localFiles)
    }
}
