/** How many requests were answered, and how many of these with an error; connections of TCP listeners. */
export class RequestCounts {
  requests = 0;
  errors4xx = 0;
  errors5xx = 0;

  add(statusCode: number): void {
    this.requests++;
    if (statusCode >= 500) this.errors5xx++;
    else if (statusCode >= 400) this.errors4xx++;
  }
}
