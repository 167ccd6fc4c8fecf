/// Key pairs that were made for these tests with OpenSSL 3.0 and serve nowhere else.
enum TestKeys {
    /// 2048 bits.
    static let rsaPrivate = """
        -----BEGIN PRIVATE KEY-----
        MIIEvwIBADANBgkqhkiG9w0BAQEFAASCBKkwggSlAgEAAoIBAQC7IULqv9zwEa/C
        YXGhA0hwi/gZPt/0+LaC0lzfL39oBwvX0v6GhvEfVciPQxT2sXKDJUHAa1R8VIeJ
        HLFDkKnPWdvBfTktX2dhO5yTXnihW4g6RH1QlHYm3k1I16eah4Ldb/Swm43UWoCe
        zQ2IYxoCg7pCbpKqls3IPHM+NWuaKd2SWC1VtAOb4uczD09A+awRAQHJ8bCBEWBy
        0yiQ5kHw5E2xSkX9qNAeXmgsH6+QfEu/cuu56J8VxyA3yAK3DtXM1edj7p+ZkDyo
        TH2b2fZWzKmh2i8CUgw9J4NJnbCDcpxE50IprlOWxPQM53wHrRilOkCFnY49Tv9Y
        0fOAtFlhAgMBAAECggEAAzML4liabe5Xe3LQDwkv1WDHQqM9EAKqmC0Bkn1M59nq
        /Wspl+I5wCfm0HA8rQUWqKBb8e7D2IZXdOQtMbMI/DcUl0fNUPXHHjX3NNvSIywd
        9aUTIWwQYxS87IhnYLB9b8zIubZHJADSHyTxXMoY+T8IUbdzQYBnj0tdSwx9xPp3
        u92mjYiL9MymZUB2usvKdOYQUdF7wJcikMCYV87bDpjIoH00b/IKr2BS7jnkDtIP
        +/pNOMKhNoot9hkvHdEFol33rhGKtbY54pSIek4oO+nUyB/yhAQ5HOehcPA9p9uc
        J4tWwq9K8kI8l/LYpozf5KcDFNJaJKdK7HMukwun2QKBgQD0wo8wC4gxrs7vvUZ9
        XohzBIGgvNIzW61Nde7a5yKfKy7GXBWsJNVCP8WDA1vCHO/raiVeIhfly0SIoX13
        zpRyp3s1cCgpDxpWRE7vETV9AI1NgqalN3yBFk95ZyPhgklmWueIbLrBmT/0VWbM
        hYp8Nz4eow2gReqx7jM7x8aOpQKBgQDDuTFrJDj1mjvKPt6klpXy3Yrd789HqtfC
        Iqq1EVRm7JXVorHu6uFYxORyzIEmSr0y+QzZxgAF52EBwwm48dBNlLW6vXaMpPpG
        ntcL5NtpcTEmcQ4mwlODz73MwNlmzMfhOxtqOa7/31HbAU/iewwBaC46XoWoDa6m
        zo0etcq/DQKBgQCZOgPyDAYjNFCQfWnXqoq5lqSgQBVH2ajQyXfSysg95QbPX26h
        6h0n8ExyDHQxPXRlaHokSCu1zF8HOjIWAtmkPX1AowpBShcu0myn9ZoKu4G6eIRj
        Ai2LkrAGTK+Fyc6xqU8xdQAlmw8SozRL7X4Y7WySOXmaUKrw4TJpxlNjkQKBgQC0
        DzfLnbNZH99JnLUvLeodWHtc2jYTdLSxwTrTAXJojdb6h4ayihtukxSoGEPoenG8
        5ypPXry+sbKo8EmNf8lm1hyqA4uAsHYfahnks1K3mo7hErk2Jyi15vRx3ikjTdnE
        95+tBgxdEZI4rOhVL2ZIFRQSVssXZB79DqD9U7mGMQKBgQC1oadNaTaIk+TQsysX
        9hggpV81ZDgLuOFrpMKHBUh9/ueT2GHgnTlkCPXpJOtZrjFUrQCMYWxT3PRxRh0x
        3FmRUD+tu9G1lnPGPYOa09nIS9fHaKydR5PFEL8PoA/fii+4nBJdGvOvqZDi3YHd
        Q/u6PpELLeTu0d6nJIJOHJA0qQ==
        -----END PRIVATE KEY-----
        """

    static let rsaPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuyFC6r/c8BGvwmFxoQNI
        cIv4GT7f9Pi2gtJc3y9/aAcL19L+hobxH1XIj0MU9rFygyVBwGtUfFSHiRyxQ5Cp
        z1nbwX05LV9nYTuck154oVuIOkR9UJR2Jt5NSNenmoeC3W/0sJuN1FqAns0NiGMa
        AoO6Qm6SqpbNyDxzPjVrmindklgtVbQDm+LnMw9PQPmsEQEByfGwgRFgctMokOZB
        8ORNsUpF/ajQHl5oLB+vkHxLv3LrueifFccgN8gCtw7VzNXnY+6fmZA8qEx9m9n2
        VsypodovAlIMPSeDSZ2wg3KcROdCKa5TlsT0DOd8B60YpTpAhZ2OPU7/WNHzgLRZ
        YQIDAQAB
        -----END PUBLIC KEY-----
        """

    /// Of another pair.
    static let otherRSAPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAwSXqJcm9FPSrs5Nka4Y5
        FmGRr5xZCpk/TgSIylBXBpTmqAAZP7fLA/JRfrBhXTB9MzRsOqSmHiyEHfHN0J0u
        dmj4oGAKZphkR2jbXahvcPJufcJgxmYRClWw7pgN0v4e1OIUTE/VkvEohtJQZzc7
        O0xSLweAOViZfZ9JjgZcUIEPnwn4yEo5dZue+Vlm2zTEinwfZaaHDQjtEVjKpzCV
        /A5hsjOI3ovVkfaoKJ1ywobwNMurYW8P3ctJF6tb7C7vlDO/12oHbIxh/NZppx3H
        IYGxgvytx0p54kwh6E40Cw1W6fpz6Sg+Esh2zOtItNtaFQUfdKYi65Q09dMH1i7B
        UwIDAQAB
        -----END PUBLIC KEY-----
        """

    /// 1024 bits: too short.
    static let shortRSAPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC5BzYdgacd5pFCAM42OTIqgs3S
        vGRFkrA1T6FQW34tcPicX1C3QoiDF86P7TA9qtt73W7cSHeBOc8tdAp+63/EYEzL
        AqLbI4KtJMQ3j5SBEzyZLNJWI3Sr+2dtBJ1Tte5zBTjgZQnMAC+s1MRYDp5aT7Kp
        crs9fiotus+uUJrcsQIDAQAB
        -----END PUBLIC KEY-----
        """

    static let p256Private = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgW0jh/NXGuE550sB7
        lZG9pHV02F7b5HHHv8oxLcUewGWhRANCAAQnRp5HLBuzgCU99GO5xKeljSDLh9l+
        BWo6ZdnrKINKTp6jSt0qj2lB3OkQ+RvW/goodRKQFpDy9rZvLxqsOHAC
        -----END PRIVATE KEY-----
        """

    static let p256Public = """
        -----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJ0aeRywbs4AlPfRjucSnpY0gy4fZ
        fgVqOmXZ6yiDSk6eo0rdKo9pQdzpEPkb1v4KKHUSkBaQ8va2by8arDhwAg==
        -----END PUBLIC KEY-----
        """

    static let p384Public = """
        -----BEGIN PUBLIC KEY-----
        MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEW3t6LA9An4vm+bXzHrQpY4WI1iR81ePp
        s55R1d1NFiUYi42mge+9Q646fSGsX4rAbUC3VKL+ake0APZh6ciqLdwrXu5945EJ
        bJYXbuELPIx05+9gR/8kjuD4hM7Vcc5k
        -----END PUBLIC KEY-----
        """
}
