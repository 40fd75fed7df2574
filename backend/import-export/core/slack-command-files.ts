import { PutSlackCommand } from '../../slack/slack.contract.ts';
import { toYaml } from './canonical-yaml.ts';
import { filesNamed, isItemPath, readFields, type FileKind } from './file-kind.ts';

/** What is bound in Slack: `<path>.slack_command.yaml`, with the fields of the API. */
export const slackCommandFiles: FileKind = {
  name: 'slack_command',
  write: (items, files) => {
    for (const { path, definition } of items.slackCommands) files[`${path}.slack_command.yaml`] = toYaml(definition);
  },
  read: (reading) => {
    for (const { file, stem } of filesNamed(reading.files, '.slack_command')) {
      const fields = readFields(reading, file, PutSlackCommand);
      if (!fields || !isItemPath(reading, file, stem)) continue;
      const { if_version: _ifVersion, ...definition } = fields;
      reading.items.slackCommands.push({ path: stem, definition });
    }
  },
};
