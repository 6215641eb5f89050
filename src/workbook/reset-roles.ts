import type { IAMClientConfig } from '@aws-sdk/client-iam';

/** Removes these roles, as far as they are there, with what is attached to them. */
export const removeRoles = async (
  config: IAMClientConfig,
  names: readonly string[],
): Promise<void> => {
  if (names.length === 0) return;
  // Loaded only here: it is large, and most labs make no roles.
  const sdk = await import('@aws-sdk/client-iam');
  const client = new sdk.IAMClient(config);
  try {
    for (const RoleName of names) {
      await remove(RoleName).catch((error: unknown) => {
        if (!(error instanceof sdk.NoSuchEntityException)) throw error;
      });
    }
  } finally {
    client.destroy();
  }

  async function remove(RoleName: string): Promise<void> {
    const role = { RoleName };
    const { AttachedPolicies = [] } = await client.send(
      new sdk.ListAttachedRolePoliciesCommand(role),
    );
    for (const { PolicyArn } of AttachedPolicies)
      await client.send(new sdk.DetachRolePolicyCommand({ ...role, PolicyArn }));
    const { PolicyNames = [] } = await client.send(new sdk.ListRolePoliciesCommand(role));
    for (const PolicyName of PolicyNames)
      await client.send(new sdk.DeleteRolePolicyCommand({ ...role, PolicyName }));
    await client.send(new sdk.DeleteRoleCommand(role));
  }
};
