/** Packages that people mean most, by registry: what a name that does not exist may be a slip for. A suggestion never comes from the registry, where anybody may register slips. */
const wellKnown = {
  pypi: 'aiohttp anthropic arrow asyncpg azure-identity azure-storage-blob beautifulsoup4 boto3 botocore celery click cryptography duckdb elasticsearch fastapi flask google-api-python-client google-cloud-bigquery google-cloud-storage gspread httpx humanize jinja2 jsonschema langchain lxml markdown matplotlib mysql-connector-python networkx notion-client numpy openai openpyxl orjson pandas paramiko pillow polars psycopg psycopg2-binary pyarrow pydantic pyjwt pymongo pymysql pypdf pytest python-dateutil python-docx python-dotenv pytz pyyaml redis requests rich scikit-learn scipy selenium sendgrid sentry-sdk six slack-sdk snowflake-connector-python sqlalchemy stripe tabulate tenacity tiktoken toml tqdm twilio urllib3 websockets xlsxwriter',
  npm: '@anthropic-ai/sdk @aws-sdk/client-s3 @google-cloud/bigquery @google-cloud/storage @notionhq/client @octokit/rest @sendgrid/mail @slack/web-api ai ajv airtable axios cheerio csv-parse csv-stringify date-fns dayjs discord.js dotenv exceljs express fast-xml-parser form-data googleapis got graphql graphql-request handlebars ioredis jose jsonwebtoken lodash luxon marked moment mongodb mongoose mssql mysql2 nanoid node-fetch nodemailer openai p-limit papaparse pdf-lib pg pino playwright postgres puppeteer ramda redis resend sharp snowflake-sdk stripe telegraf twilio typescript undici uuid ws xlsx yaml zod',
} as const;

/** ` Did you mean "requests"?` for `reqests`, with the space before it; nothing for names that are like none. */
export function nearNameHint(name: string, registry: keyof typeof wellKnown): string {
  const near = nearest(name.toLowerCase(), wellKnown[registry].split(' '));
  return near === null ? '' : ` Did you mean "${near}"?`;
}

/** The most alike of some names: one slip apart, or two in long ones. */
function nearest(name: string, names: readonly string[]): string | null {
  const mostSlips = name.length < 4 ? 0 : name.length < 8 ? 1 : 2;
  const ranked = names.map((other) => ({ other, slips: slipsBetween(name, other) })).sort((left, right) => left.slips - right.slips);
  const [best] = ranked;
  return best !== undefined && best.slips > 0 && best.slips <= mostSlips ? best.other : null;
}

/** How many letters must be added, left out, changed or swapped with their neighbour. */
export function slipsBetween(left: string, right: string): number {
  let [beforeLast, last] = [[] as number[], Array.from({ length: right.length + 1 }, (_none, index) => index)];
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const isSame = left[row - 1] === right[column - 1];
      const isSwapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      const options = [at(last, column) + 1, at(current, column - 1) + 1, at(last, column - 1) + (isSame ? 0 : 1)];
      current.push(Math.min(...options, ...(isSwapped ? [at(beforeLast, column - 2) + 1] : [])));
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, right.length);
}

const at = (row: readonly number[], index: number): number => row[index] ?? Number.POSITIVE_INFINITY;
