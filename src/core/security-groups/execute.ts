import type { Command, CommandName, CommandOutput } from '../commands.ts';
import type { Transaction } from '../transaction.ts';
import { createSecurityGroup, deleteSecurityGroup } from './change-groups.ts';
import { authorize, revoke } from './change-rules.ts';
import type { SecurityGroupCommands } from './commands.ts';

/** Each handler refuses before it records anything. */
export function executeOnSecurityGroups(
  tx: Transaction,
  command: Command<keyof SecurityGroupCommands>,
): CommandOutput<CommandName> {
  const { scope } = command;
  switch (command.name) {
    case 'CreateSecurityGroup':
      return createSecurityGroup(tx, scope, command.input);
    case 'DeleteSecurityGroup':
      return deleteSecurityGroup(tx, scope, command.input);
    case 'AuthorizeSecurityGroupIngress':
      return authorize(tx, scope, false, command.input);
    case 'AuthorizeSecurityGroupEgress':
      return authorize(tx, scope, true, command.input);
    case 'RevokeSecurityGroupIngress':
      return revoke(tx, scope, false, command.input);
    case 'RevokeSecurityGroupEgress':
      return revoke(tx, scope, true, command.input);
  }
}
