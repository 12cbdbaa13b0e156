package io.clinibus.identity.signin;

import io.clinibus.bus.failure.CommonFailures;
import io.clinibus.bus.failure.Failure;
import io.clinibus.identity.account.AccountSearch;
import io.clinibus.identity.api.UsersApi.User;
import io.clinibus.platform.sealing.DataFormCheck;
import io.clinibus.platform.sealing.PatientKeys;
import io.clinibus.platform.sealing.SealingJob.ClearRows;
import io.clinibus.platform.sealing.texts.StaffTexts;
import io.clinibus.platform.sealing.texts.StaffTexts.StoredText;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Why accounts are blocked: sealed, and opened for administrators. */
public final class BlockReasons {

  private static final String COLUMN = "identity.account.sealed_block_reason";
  private static final int FIRST = 1;

  /** What former releases wrote. */
  public static final ClearRows IN_CLEAR =
      StaffTexts.inClear(
          COLUMN,
          """
          SELECT a.id, 1 AS version, a.block_reason AS text FROM identity.account a
           WHERE a.block_reason IS NOT NULL ORDER BY a.id LIMIT $1
          """,
          """
          UPDATE identity.account SET sealed_block_reason = $4, block_reason = NULL
           WHERE id = $1 AND $2::integer = 1 AND block_reason IS NOT NULL
          """);

  private final AccountSearch accounts;
  private final StaffTexts texts;

  public BlockReasons(AccountSearch accounts, PatientKeys keys, DataFormCheck form) {
    this.accounts = accounts;
    this.texts = new StaffTexts(keys, form, COLUMN);
  }

  /** In clear while the clinic's key cannot be reached: a block cannot wait. The job seals it. */
  Future<StoredText> write(UUID accountId, String reason) {
    return texts
        .write(accountId, FIRST, reason, null)
        .recover(
            cause ->
                cause instanceof Failure failure && failure.is(CommonFailures.UNAVAILABLE)
                    ? Future.succeededFuture(new StoredText(reason, null))
                    : Future.failedFuture(cause));
  }

  /** Accounts with the reasons; nothing is read unless one is blocked. */
  Future<List<User>> open(List<User> users) {
    List<UUID> blocked = users.stream().filter(User::blocked).map(User::id).toList();
    return blocked.isEmpty()
        ? Future.succeededFuture(users)
        : accounts
            .sealedBlockReasons(blocked)
            .compose(
                stored ->
                    texts
                        .opener(stored.values())
                        .map(
                            opener ->
                                users.stream().map(user -> open(user, stored, opener)).toList()));
  }

  Future<User> open(User user) {
    return open(List.of(user)).map(opened -> opened.get(0));
  }

  private static User open(User user, Map<UUID, StoredText> stored, StaffTexts.Opener opener) {
    StoredText reason = stored.get(user.id());
    return reason == null
        ? user
        : user.withBlockReason(opener.textIfReadable(user.id(), FIRST, reason));
  }
}
