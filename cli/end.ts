import { Command } from 'commander';
import { adjustmentId, carryOut } from './adjust.js';
import type { ActOptions } from './adjust.js';
import { BY } from './operator.js';
import { scopeOf, withScope } from './scope.js';
import type { ScopeOptions } from './scope.js';
import { withEngine } from './session.js';

export function endCommand(): Command {
  return withScope(
    new Command('end').description(
      'end running requests before their day: nothing leaves any more but acknowledgements, and the record stays',
    ),
    'the state has left the Organization, the duty has lapsed',
  )
    .addHelpText(
      'after',
      '\nWhoever has answered stays as one who has. A state that has left is asked no more by later cycles once its ' +
        'membership ends in mandates/parties/member-states.yaml.',
    )
    .action((options: ActOptions & ScopeOptions) =>
      withEngine(async (engine, record) => {
        const scope = await scopeOf(record, options);
        const { authority, reason } = options;
        await carryOut(
          engine,
          record,
          { kind: 'end', id: adjustmentId('end'), scope, authority, reason, by: BY },
          options,
        );
      }),
    );
}
