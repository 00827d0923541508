/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.send;

/**
 * A stream's numbers at one moment.
 *
 * @param streamId         the stream.
 * @param claimed          position claimed.
 * @param sent             position sent.
 * @param retained         position retained.
 * @param limit            position up to which receivers let it be sent.
 * @param naksReceived     NAKs heard.
 * @param repairsSent      datagrams sent again.
 * @param repairsRefused   requests for repairs that found no room, and have to be made again.
 * @param confirmsSent     CONFIRMs sent.
 * @param statusesReceived STATUSes heard.
 * @param claimsUnblocked  claims given up.
 * @param backPressured    offers and claims refused for want of room.
 * @param tooLong          messages too long for a raw endpoint.
 * @param receivers        receivers known.
 * @param dropped          receivers dropped as too slow.
 */
public record StreamNumbers(long streamId, long claimed, long sent, long retained, long limit, long naksReceived, long repairsSent,
    long repairsRefused, long confirmsSent, long statusesReceived, long claimsUnblocked, long backPressured, long tooLong, int receivers,
    long dropped) {
}
